"""`python -m tests.drivers.atol.fuzz --inputs N --seed S`: damaged answers at every decoder.

What a server says is taken from the emulator and then damaged: bytes changed, cut out, doubled,
put together of two answers. The driver must make a value or a `BadFrame` of it; anything else ends
the run with the input that did it.
"""

from __future__ import annotations

import argparse
import random
import secrets
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from drivers.contracts.errors import DeviceError
from drivers.contracts.receipt import Correction, CorrectionCause
from drivers.contracts.registrar import DocumentKind
from drivers.registrars.atol import codec, documents
from drivers.registrars.atol.codec import V1, V2
from drivers.registrars.atol.conversation import Conversation
from drivers.registrars.atol.fields import Fields
from drivers.registrars.atol.kept import Keeper
from drivers.registrars.atol.questions import Questions
from drivers.registrars.atol.settings import Settings
from drivers.registrars.atol.web import Said, Web
from tests.drivers.atol.shop import BAG, CASHIER, Shop, sale

WORTH = (
    b"null",
    b"-1",
    b"1e99",
    b"true",
    b"[]",
    b"{}",
    b'""',
    b"0.001",
    b"\\ud800",
    b"\xff",
    b"9" * 40,
)
Decoder = Callable[[bytes], object]


class Canned(Web):
    """A server that takes everything and answers the same bytes to every look."""

    said = b""

    def post(self, body: bytes) -> Said:
        """Taken."""
        return Said(201, b"{}")

    def get(self, uuid: str) -> Said:
        """What it was given."""
        return Said(200, self.said)

    def delete(self, uuid: str) -> Said:
        """Taken."""
        return Said(200, b"{}")


def answers(folder: Path) -> tuple[list[bytes], list[bytes]]:
    """What a day's questions and orders are answered with in both versions; its documents."""
    told: list[bytes] = []
    shop = Shop(folder)
    results = shop.emulator.queue.results

    def noted(uuid: str) -> list[codec.Reply] | None:
        replies = results(uuid)
        if replies and all(reply.decided for reply in replies):
            told.extend(codec.results(replies, version) for version in (V1, V2))
        return replies

    shop.emulator.queue.results = noted  # type: ignore[method-assign]
    with closing(shop):
        shop.opened().registrar.cash_in(10_000)
        shop.registrar.register(sale())
        fixed = Correction(CorrectionCause.OWN, date(2026, 3, 1))
        shop.registrar.register(sale(BAG, correction=fixed))
        for fd in range(1, 5):
            shop.registrar.document(fd)
        shop.registrar.shift_totals()
        shop.registrar.status()
        try:
            shop.registrar.cash_out(10**9)
        except DeviceError:
            shop.registrar.close_shift(CASHIER)
    return sorted(set(told)), [bytes.fromhex(document.tlv) for document in shop.documents]


def decoders(server: Canned) -> list[Decoder]:
    """Everything that reads an answer; each puts it through the driver's own path."""
    settings = Settings(poll_s=0, poll_longest_s=0, question_s=0, document_s=0)
    talk = Conversation(server, settings, Keeper("fuzz", None))
    ask = Questions(talk)

    def through(question: Callable[[], object]) -> Decoder:
        def answered(data: bytes) -> object:
            server.said = data
            return question()

        return answered

    return [
        codec.replies,
        codec.posted,
        through(lambda: ask.status(unprinted=False)),
        through(lambda: ask.found(3)),
        through(ask.registration),
        through(ask.cash_counters),
        through(ask.last_fd),
        lambda data: [_made(reply) for reply in codec.replies(data)],
    ]


def _in_base64(data: bytes) -> object:
    """Bytes of a document, as they come out of the drive."""
    raw = {"fiscalDocumentType": "receipt", "rawData": b64encode(data).decode()}
    return documents.found(3, Fields(raw))


def _made(reply: codec.Reply) -> object:
    return documents.made(DocumentKind.RECEIPT, reply.result.inside("fiscalParams"))


def damaged(dice: random.Random, told: list[bytes]) -> bytes:
    """One answer with a few wounds."""
    data = bytearray(dice.choice(told))
    for _ in range(dice.choice((0, 1, 1, 2, 4))):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0 if at < len(data):
                data[at] ^= 1 << dice.randrange(8)
            case 1:
                del data[at : at + dice.randrange(1, 40)]
            case 2:
                data[at:at] = dice.choice(WORTH)
            case 3:
                data[at:at] = data[at : at + dice.randrange(1, 60)]
            case _:
                data[at:] = dice.choice(told)[dice.randrange(len(told[0]) + 1) :]
    return bytes(data)


def run(inputs: int, seconds: float, seed: int) -> int:
    """So many inputs, or as many as the time allows; how many there were."""
    dice, until = random.Random(seed), time.monotonic() + seconds  # noqa: S311 - to be repeated
    with tempfile.TemporaryDirectory() as folder:
        told, drive = answers(Path(folder))
    of_json, done, good = decoders(Canned("127.0.0.1", 1, Settings())), 0, 0
    while done < inputs if inputs else time.monotonic() < until:
        is_tlv = done % 4 == 0
        data = damaged(dice, drive if is_tlv else told)
        for decoder in [_in_base64] if is_tlv else of_json:
            try:
                decoder(data)
            except DeviceError:
                continue
            except Exception:
                print(f"seed {seed}, input {done}: {data!r}", file=sys.stderr)
                raise
            good += 1
        done += 1
    print(f"{done} inputs, {good} decoded", file=sys.stderr)
    assert good, "nothing was ever decoded"
    return done


def main() -> int:
    """Run it; the seed comes first."""
    parser = argparse.ArgumentParser(prog="python -m tests.drivers.atol.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=0, metavar="N")
    parser.add_argument("--seconds", type=float, default=60.0, metavar="T")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9), metavar="S")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", file=sys.stderr, flush=True)
    run(asked.inputs, asked.seconds, asked.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
