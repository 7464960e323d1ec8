"""Which till asks: by its own key, or by a token while it has shown no key."""

from __future__ import annotations

from backoffice.domain.office import Till
from backoffice.domain.ports import Store, Work
from backoffice.errors import StaleQuestion, UnknownTill, Unreadable
from backoffice.usecases import secrets
from sync.messages.signed import WINDOW_MS, Claim

KEY_SIZE = 32


def till_of_claim(
    store: Store, claim: Claim, signature: bytes, method: str, target: str, now: int
) -> Till:
    """The till that signed this question. Raises UnknownTill, StaleQuestion.

    The signature is looked at first: what nobody signed is not remembered.
    """
    with store.look() as work:
        till = work.places.till(claim.till)
    if till is None or not _signed(till, claim.statement(method, target), signature):
        raise UnknownTill("no till of this office signed that; enrol the till again")
    if abs(claim.at - now) > WINDOW_MS:
        raise StaleQuestion("the moment of this question is not now; set the clock")
    if not store.nonces.first(claim.till, claim.nonce, claim.at, now):
        raise StaleQuestion("this question came before; sign it anew")
    return till


def till_of_token(store: Store, token: str) -> Till:
    """The till a token names, unless it has shown a key: then its token is worth nothing.

    Raises UnknownTill.
    """
    with store.look() as work:
        till = _named(work, token)
    if till.key is not None:
        raise UnknownTill("this till signs its questions; its token opens nothing any more")
    return till


def show_key(store: Store, token: str, key: bytes) -> Till:
    """A till of before shows its key in exchange for its token; it may do so twice alike.

    Raises UnknownTill, Unreadable.
    """
    check_key(key)
    with store.work() as work:
        till = _named(work, token)
        if till.key not in (None, key):
            raise UnknownTill("this till has another key; enrol it again")
        work.places.show_key(till.till, key)
    return till


def check_key(key: bytes) -> None:
    """Raises Unreadable for what is no public key."""
    if len(key) != KEY_SIZE:
        raise Unreadable("the till shows no key of its own; update its program")


def _named(work: Work, token: str) -> Till:
    named = work.places.till_of_token(secrets.token_hash(token))
    # Asked for by its name too: a writing transaction holds it so.
    till = work.places.till(named.till) if named else None
    if till is None:
        raise UnknownTill("this token names no till; enrol the till again")
    return till


def _signed(till: Till, statement: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ed25519

    try:
        key = ed25519.Ed25519PublicKey.from_public_bytes(till.key or b"")
        key.verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True
