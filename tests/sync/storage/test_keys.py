"""The till's key: made once, private, and the only one that signs."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from sync.errors import KeyDamaged
from sync.journal.rows import Mark, signed_bytes
from sync.journal.signed import signed_by
from sync.storage.keys import TillKey, load, load_or_make, portable

PLACE = Mark(1, 7, bytes(range(32)))
# RFC 8032, 7.1, test 1: the secret and public key of the standard.
SECRET = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")


def test_the_public_key_is_that_of_the_standard() -> None:
    assert TillKey(SECRET).public() == PUBLIC


def test_a_signature_holds_for_its_place_and_key_only() -> None:
    key = TillKey(SECRET)
    signature = key.sign_head(PLACE)
    assert key.signed(PLACE, signature)
    assert signed_by(PUBLIC, PLACE, signature)
    assert not key.signed(Mark(1, 8, PLACE.hash), signature)
    assert not key.signed(Mark(2, 7, PLACE.hash), signature)
    assert not key.signed(Mark(1, 7, bytes(32)), signature)
    assert not key.signed(PLACE, signature[:-1])
    assert not TillKey(bytes(32)).signed(PLACE, signature)


def test_what_is_signed_begins_with_its_meaning() -> None:
    place = b"\0\0\0\0\0\0\0\x01" + b"\0\0\0\0\0\0\0\x07"
    assert signed_bytes(PLACE) == b"prilavok seal 1\0" + place + PLACE.hash


def test_a_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "data" / "till.key"
    made = load_or_make(path)
    again = load_or_make(path)
    assert made.public() == again.public()
    assert load_or_make(tmp_path / "other.key").public() != made.public()
    assert len(base64.b64decode(path.read_bytes())) == 32
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["till.key"]


def test_no_file_is_no_key(tmp_path: Path) -> None:
    assert load(tmp_path / "till.key") is None


@pytest.mark.parametrize("content", [b"", b"AAAA", b"not base64!", b"\xff\xfe"])
def test_a_damaged_key_is_never_replaced_in_silence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "till.key"
    path.write_bytes(content)
    with pytest.raises(KeyDamaged):
        load_or_make(path)
    assert path.read_bytes() == content


class Store(KeyringBackend):
    """A key store in memory."""

    priority = 5.0
    forgets = False

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return None if self.forgets else self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def store() -> Iterator[Store]:
    before = keyring.get_keyring()
    store = Store()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


def test_a_key_lies_in_the_system_s_key_store_where_there_is_one(
    tmp_path: Path, store: Store
) -> None:
    path = tmp_path / "till.key"
    made = load_or_make(path)
    assert load_or_make(path).public() == made.public()
    (secret,) = store.kept.values()
    assert base64.b64decode(secret) == made.secret
    assert secret.encode() not in path.read_bytes()


def test_a_store_that_forgets_is_no_place_for_a_key(tmp_path: Path, store: Store) -> None:
    store.forgets = True
    made = load_or_make(tmp_path / "till.key")
    store.kept.clear()
    assert load_or_make(tmp_path / "till.key").public() == made.public()


def test_a_backup_takes_the_key_out_of_the_store(tmp_path: Path, store: Store) -> None:
    made = load_or_make(tmp_path / "till.key")
    (tmp_path / "other.key").write_bytes(portable(tmp_path / "till.key"))
    store.kept.clear()
    there = load(tmp_path / "other.key")
    assert there is not None
    assert there.public() == made.public()
    assert load(tmp_path / "till.key") is None, "the store of another machine has no such key"


def test_a_key_in_a_store_that_is_gone_is_never_replaced_in_silence(
    tmp_path: Path, store: Store
) -> None:
    load_or_make(tmp_path / "till.key")
    store.priority = 0.0
    with pytest.raises(KeyDamaged, match="key store"):
        load_or_make(tmp_path / "till.key")


def test_cryptography_is_not_loaded_before_the_first_signature() -> None:
    program = (
        "import sys; from sync.storage.keys import TillKey;"
        " TillKey(bytes(32)); sys.exit('cryptography' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 — our own interpreter
