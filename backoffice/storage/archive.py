"""A backup of an office as a file: its tables, whatever engine they lie on, and a seal over them.

gzip over frames (length, then msgpack): a head, then for each table its columns and its rows in
pieces, then the end with how many rows there were and the SHA-256 of all frames before it.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from backoffice.errors import DamagedBackup

FORMAT = 1
_LENGTH = struct.Struct(">I")
_FRAME_LIMIT = 256 << 20  # bytes; a piece has a hundredth of it


class Head(msgspec.Struct, frozen=True, tag="head"):
    """What the file is, and the revision of the schema its tables have."""

    format: int
    revision: str
    at: int  # ms UTC


class Begin(msgspec.Struct, frozen=True, tag="table"):
    """A table begins."""

    table: str
    columns: tuple[str, ...]


class Piece(msgspec.Struct, frozen=True, tag="rows"):
    """The next rows of the table."""

    rows: list[list[object]]


class End(msgspec.Struct, frozen=True, tag="end"):
    """All of it was there."""

    rows: int
    sha256: bytes


Frame = Head | Begin | Piece | End
_DECODER = msgspec.msgpack.Decoder(Frame)


def write(file: Path, frames: Iterable[Head | Begin | Piece]) -> int:
    """Write a backup that is either whole or not there: beside its place first, then checked.

    How many rows it holds.
    """
    part = file.with_name(f"{file.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # hashes of passwords
    with os.fdopen(descriptor, "wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=4, mtime=0) as packed:
            rows = _write_all(packed, frames)
        raw.flush()
        os.fsync(raw.fileno())
    check(part)
    part.replace(file)
    _sync_folder(file.parent)
    return rows


def check(file: Path) -> Head:
    """Read all of it back; raises DamagedBackup unless it is whole."""
    frames = read(file)
    head = next(frames)
    assert isinstance(head, Head)  # noqa: S101 — for the types; `read` saw to it
    for _ in frames:
        pass
    return head


def read(file: Path) -> Iterator[Head | Begin | Piece]:
    """The frames of a backup, head first; raises DamagedBackup at whatever is wrong, at its end."""
    try:
        with gzip.open(file) as packed:
            yield from _read_all(packed)
    except (_Wrong, EOFError, zlib.error, OSError, msgspec.DecodeError) as error:
        raise DamagedBackup(_SAYS.format(file=file, why=error)) from error


_SAYS = "{file} is damaged or no backup of an office ({why}); nothing was changed, take another"


class _Wrong(Exception):
    """What does not fit, in words."""


def _write_all(packed: gzip.GzipFile, frames: Iterable[Head | Begin | Piece]) -> int:
    digest, rows = hashlib.sha256(), 0
    for frame in frames:
        rows += len(frame.rows) if isinstance(frame, Piece) else 0
        digest.update(body := msgspec.msgpack.encode(frame))
        packed.write(_LENGTH.pack(len(body)) + body)
    body = msgspec.msgpack.encode(End(rows, digest.digest()))
    packed.write(_LENGTH.pack(len(body)) + body)
    return rows


def _read_all(packed: gzip.GzipFile) -> Iterator[Head | Begin | Piece]:
    digest, rows, frames = hashlib.sha256(), 0, 0
    while True:
        body = _exactly(packed, _length(packed))
        frame = _DECODER.decode(body)
        if isinstance(frame, End):
            break
        if isinstance(frame, Head) != (frames == 0):
            raise _Wrong("no head, or two")
        if isinstance(frame, Head) and frame.format != FORMAT:
            raise _Wrong(f"format {frame.format}")
        digest.update(body)
        rows += len(frame.rows) if isinstance(frame, Piece) else 0
        frames += 1
        yield frame
    if not frames or (frame.rows, frame.sha256) != (rows, digest.digest()) or packed.read(1):
        raise _Wrong("its seal does not fit")


def _length(packed: gzip.GzipFile) -> int:
    (length,) = _LENGTH.unpack(_exactly(packed, _LENGTH.size))
    if length > _FRAME_LIMIT:
        raise _Wrong("a piece of impossible size")
    return int(length)


def _exactly(packed: gzip.GzipFile, size: int) -> bytes:
    body = packed.read(size)
    if len(body) != size:
        raise _Wrong("it ends too early")
    return body


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
