"""The store of secrets that a system has of its own: Keychain, Credential Locker, Secret Service.

`keyring` is loaded when a key is made, or read that lies there.
"""

from __future__ import annotations

import base64
import binascii
from contextlib import closing
from typing import TYPE_CHECKING

from sync.errors import KeyDamaged

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "prilavok till"
_REAL = 1.0  # the priority of a store that keeps secrets; less is a stopgap


def put(name: str, secret: bytes) -> bool:
    """Keep a secret; False without a store, or where it does not give back what it was given."""
    from keyring.errors import KeyringError

    text = base64.b64encode(secret).decode()
    try:
        store = _store()
        if store is None:
            return False
        store.set_password(SERVICE, name, text)
        return store.get_password(SERVICE, name) == text
    except KeyringError:
        return False


def get(name: str) -> bytes | None:
    """The secret of that name, None where the store has none. Raises KeyDamaged without a store."""
    from keyring.errors import KeyringError

    try:
        store = _store()
        if store is None:
            raise KeyDamaged("the key lies in the system's key store, which is locked or gone")
        text = store.get_password(SERVICE, name)
        return base64.b64decode(text, validate=True) if text else None
    except (KeyringError, binascii.Error) as error:
        raise KeyDamaged(f"the system's key store does not give the key: {error}") from error


def _store() -> KeyringBackend | None:
    import keyring

    store = keyring.get_keyring()
    return store if store.priority >= _REAL and not _is_locked(store) else None


def _is_locked(store: KeyringBackend) -> bool:
    """Whether it would ask for its password: no window may come up over a sale."""
    parts = getattr(store, "backends", [store])
    if not any(type(part).__module__ == "keyring.backends.SecretService" for part in parts):
        return False
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        return bool(secretstorage.get_default_collection(bus).is_locked())
