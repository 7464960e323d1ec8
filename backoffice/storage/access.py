"""Owners, sessions and one-time codes in tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select, update

from backoffice.domain.office import Owner, Session
from backoffice.domain.ports import Code
from backoffice.storage.schema import attempts, codes, owners, recovery_codes, sessions
from backoffice.storage.sealing import Sealer, is_sealed


class AccessTables:
    """Satisfies `Access`."""

    def __init__(self, db: Connection, sealer: Sealer) -> None:
        self._db, self._sealer = db, sealer

    def add_owner(self, owner: Owner) -> None:
        self._db.execute(
            insert(owners).values(
                owner=owner.owner, login=owner.login, password_hash=owner.password_hash
            )
        )

    def owner(self, login: str) -> Owner | None:
        row = self._db.execute(select(owners).where(owners.c.login == login)).first()
        if row is None:
            return None
        owner = Owner(*row)
        return replace(owner, totp=self._sealer.opened(owner.totp))

    def set_password(self, owner: str, password_hash: str) -> None:
        change = update(owners).where(owners.c.owner == owner)
        self._db.execute(change.values(password_hash=password_hash))

    def add_session(self, token_hash: bytes, session: Session, expires: int) -> None:
        self._db.execute(
            insert(sessions).values(
                token_hash=token_hash,
                owner=session.owner,
                csrf=session.csrf,
                expires=expires,
                stage=session.stage,
            )
        )

    def session(self, token_hash: bytes, now: int) -> Session | None:
        row = self._db.execute(
            select(sessions.c.owner, owners.c.login, sessions.c.csrf, sessions.c.stage)
            .join(owners, owners.c.owner == sessions.c.owner)
            .where(sessions.c.token_hash == token_hash, sessions.c.expires > now)
        ).first()
        return Session(*row) if row else None

    def end_session(self, token_hash: bytes) -> None:
        self._db.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def end_session_of(self, csrf: str) -> None:
        self._db.execute(delete(sessions).where(sessions.c.csrf == csrf))

    def end_sessions(self, owner: str, but: str) -> None:
        others = sessions.c.owner == owner, sessions.c.csrf != but
        self._db.execute(delete(sessions).where(*others))

    def set_factor(self, owner: str, totp: str, step: int) -> None:
        change = update(owners).where(owners.c.owner == owner)
        self._db.execute(change.values(totp=self._sealer.seal(totp), totp_step=step))

    def open_factors(self) -> list[str]:
        kept = self._db.execute(select(owners.c.owner, owners.c.totp).where(owners.c.totp != ""))
        return [owner for owner, totp in kept if not is_sealed(totp)]

    def seal_factors(self) -> None:
        for owner in self.open_factors():
            mine = owners.c.owner == owner
            totp = self._db.execute(select(owners.c.totp).where(mine)).scalar_one()
            self._db.execute(update(owners).where(mine).values(totp=self._sealer.seal(totp)))

    def put_recovery(self, owner: str, hashes: Sequence[bytes]) -> None:
        self._db.execute(delete(recovery_codes).where(recovery_codes.c.owner == owner))
        rows = [{"owner": owner, "code_hash": one} for one in hashes]
        if rows:
            self._db.execute(insert(recovery_codes), rows)

    def use_recovery(self, owner: str, code_hash: bytes) -> bool:
        mine = recovery_codes.c.owner == owner, recovery_codes.c.code_hash == code_hash
        return self._db.execute(delete(recovery_codes).where(*mine)).rowcount == 1

    def failures(self, who: Sequence[str], since: int) -> list[int]:
        found = (
            select(attempts.c.at)
            .where(attempts.c.who.in_(who), attempts.c.at > since)
            .order_by(attempts.c.at)
        )
        return list(self._db.execute(found).scalars())

    def add_failure(self, who: Sequence[str], at: int, forget_before: int) -> None:
        self._db.execute(delete(attempts).where(attempts.c.at <= forget_before))
        self._db.execute(insert(attempts), [{"who": one, "at": at} for one in who])

    def forget_failures(self, who: Sequence[str]) -> None:
        self._db.execute(delete(attempts).where(attempts.c.who.in_(who)))

    def put_code(self, code: Code) -> None:
        if code.purpose == "first-run":
            self._db.execute(delete(codes).where(codes.c.purpose == "first-run"))
        self._db.execute(
            insert(codes).values(
                code_hash=code.code_hash,
                purpose=code.purpose,
                shop=code.shop,
                expires=code.expires,
                till=code.till,
            )
        )

    def code(self, code_hash: bytes) -> Code | None:
        found = select(
            codes.c.code_hash, codes.c.purpose, codes.c.expires, codes.c.shop, codes.c.till
        ).where(codes.c.code_hash == code_hash)
        row = self._db.execute(found).first()
        return Code(*row) if row else None

    def use_code(self, code_hash: bytes, till: str) -> None:
        self._db.execute(update(codes).where(codes.c.code_hash == code_hash).values(till=till))

    def drop_code(self, code_hash: bytes) -> None:
        self._db.execute(delete(codes).where(codes.c.code_hash == code_hash))
