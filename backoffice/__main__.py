"""Commands of the back office: `python -m backoffice serve | enrol | report | backup | …`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from backoffice.errors import OfficeError

if TYPE_CHECKING:
    from backoffice.usecases.report_day import DayView

DEFAULT_URL = "sqlite:///office.db"
DEFAULT_LISTEN = "127.0.0.1:8040"
WORKERS_LIMIT = 64


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the thing failed, 2 bad usage."""
    args = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = args.command
    try:
        return command(args)
    except OfficeError as error:
        print(f"backoffice: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backoffice", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(commands.add_parser("serve", help="serve tills and the owner's pages"))
    _add_worker(commands.add_parser("worker"))
    enrol = _with_db(commands.add_parser("enrol", help="a one-time code for a till"), _enrol)
    enrol.add_argument("--shop", required=True, metavar="NAME")
    _add_certificate(
        commands.add_parser("certificate", help="a server certificate for the shop's own network")
    )
    _add_report(commands.add_parser("report", help="a report as data or on paper"))
    _with_db(commands.add_parser("verify", help="check the journals that are held"), _verify)
    _with_db(commands.add_parser("rebuild", help="make derived tables anew"), _rebuild)
    backup = _with_db(commands.add_parser("backup", help="save an office while it runs"), _backup)
    backup.add_argument("--to", type=Path, required=True, metavar="FILE")
    restore = _with_db(commands.add_parser("restore", help="make an office of a backup"), _restore)
    restore.add_argument("--from", dest="file", type=Path, required=True, metavar="FILE")
    return parser


def _with_db(
    parser: argparse.ArgumentParser, command: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser.add_argument("--db", default=DEFAULT_URL, metavar="URL", help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="the answer is JSON in any case")
    parser.set_defaults(command=command)
    return parser


def _add_serve(parser: argparse.ArgumentParser) -> None:
    _with_db(parser, _serve)
    parser.add_argument(
        "--listen", default=DEFAULT_LISTEN, metavar="HOST:PORT", help="default: %(default)s"
    )
    parser.add_argument("--tls-cert", metavar="FILE", help="certificate chain, PEM")
    parser.add_argument("--tls-key", metavar="FILE", help="its private key, PEM")
    parser.add_argument(
        "--workers",
        type=_count,
        default=1,
        metavar="N",
        help="processes that serve, for a chain on PostgreSQL; default: %(default)s",
    )
    parser.add_argument(
        "--plain-http",
        action="store_true",
        help="allow an address outside this machine without TLS (behind a proxy that has it)",
    )
    parser.add_argument(
        "--attached",
        action="store_true",
        help="stop when standard input ends: with the program that started this one",
    )


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= WORKERS_LIMIT:
        raise argparse.ArgumentTypeError(f"from 1 to {WORKERS_LIMIT}")
    return count


def _add_certificate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", action="append", required=True, metavar="NAME", help="or address; may be repeated"
    )
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")
    parser.add_argument("--json", action="store_true", help="the answer is JSON in any case")
    parser.set_defaults(command=_certificate)


def _add_worker(parser: argparse.ArgumentParser) -> None:
    """What `serve --workers` starts; nobody else does."""
    _with_db(parser, _worker)
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--tls-cert")
    parser.add_argument("--tls-key")


def _add_report(parser: argparse.ArgumentParser) -> None:
    _with_db(parser, _report)
    parser.add_argument("report", choices=["day"])
    parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True, metavar="D")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True, metavar="D")
    parser.add_argument("--shop", metavar="NAME")
    parser.add_argument("--format", choices=["json", "pdf"], default="json")
    parser.add_argument("--to-file", type=Path, metavar="F", help="write it there; PDF needs one")
    parser.add_argument("--lang", choices=["ru", "en"], default="ru", help="of the PDF")


def _serve(args: argparse.Namespace) -> int:
    from backoffice.bootstrap.serving import serve

    if bool(args.tls_cert) != bool(args.tls_key):
        print("backoffice: --tls-cert and --tls-key go together; give both", file=sys.stderr)
        return 2
    serve(
        args.db,
        args.listen,
        _print,
        tls=_tls(args),
        plain_http=args.plain_http,
        attached=args.attached,
        workers=args.workers,
    )
    return 0


def _worker(args: argparse.Namespace) -> int:
    from backoffice.bootstrap.serving import work

    work(args.db, args.socket, lambda: _print({"ready": True}), tls=_tls(args))
    return 0


def _tls(args: argparse.Namespace) -> tuple[str, str] | None:
    return (args.tls_cert, args.tls_key) if args.tls_cert else None


def _enrol(args: argparse.Namespace) -> int:
    from backoffice.bootstrap import clock, open_store
    from backoffice.usecases.enrol import offer_code

    with open_store(args.db) as store:
        _print({"code": offer_code(store, args.shop, clock())})
    return 0


def _certificate(args: argparse.Namespace) -> int:
    """The key is readable by its user alone; what is there already stays."""
    from backoffice.bootstrap import clock
    from backoffice.usecases.certificate import make_certificate
    from sync.remote.certificates import fingerprint

    made = make_certificate(args.host, clock())
    files = {args.to / "office.key": made.key, args.to / "office.pem": made.certificate}
    try:
        args.to.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            with open(file, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as new:
                new.write(content)
    except OSError as error:
        print(
            f"backoffice: {error.filename or args.to} cannot be written ({error.strerror});"
            " nothing was replaced, choose another folder",
            file=sys.stderr,
        )
        return 1
    key, pem = files
    print_of = fingerprint(made.certificate.decode())
    _print({"certificate": str(pem), "key": str(key), "fingerprint": print_of})
    return 0


def _report(args: argparse.Namespace) -> int:
    from backoffice.bootstrap import clock, open_store
    from backoffice.usecases.report_day import report_day

    if wrong := _misuse(args):
        print(f"backoffice: {wrong}", file=sys.stderr)
        return 2
    with open_store(args.db) as store:
        view = report_day(store, args.first, args.last, clock(), shop_name=args.shop)
    made = _pdf(view, args.lang) if args.format == "pdf" else _figures(view)
    if args.to_file:
        return _write(args.to_file, made)
    print(made.decode(), flush=True)
    return 0


def _misuse(args: argparse.Namespace) -> str:
    if args.last < args.first:
        return "--to is before --from; give the earlier day first"
    if args.format == "pdf" and not args.to_file:
        return "a PDF goes into a file; add --to-file F"
    return ""


def _figures(view: DayView) -> bytes:
    report = view.report
    figures = msgspec.to_builtins(report)
    figures["cash_expected"] = report.cash_expected
    figures["profit"] |= {"amount": report.profit.amount, "margin": report.profit.margin}
    return msgspec.json.encode(figures)


def _pdf(view: DayView, language: str) -> bytes:
    from backoffice.web.paper.day import print_day
    from backoffice.web.words import words

    return print_day(view, words(language))


def _write(file: Path, made: bytes) -> int:
    try:
        file.write_bytes(made)
    except OSError as error:
        return _not_written(file, error)
    return 0


def _verify(args: argparse.Namespace) -> int:
    from backoffice.bootstrap import open_store
    from backoffice.usecases.verify import verify

    with open_store(args.db) as store:
        verdict = verify(store)
    _print(verdict)
    if not verdict.ok:
        found = f"{len(verdict.faults)} faults, {verdict.quarantined} rows set aside"
        print(
            f"backoffice: {found}, {verdict.tasks} tasks; the owner's page shows what to do",
            file=sys.stderr,
        )
    return 0 if verdict.ok else 1


def _rebuild(args: argparse.Namespace) -> int:
    from backoffice.bootstrap import open_store
    from backoffice.usecases.rebuild import rebuild

    with open_store(args.db) as store:
        _print({"facts": rebuild(store)})
    return 0


def _backup(args: argparse.Namespace) -> int:
    from backoffice.bootstrap.keeping import backup

    try:
        _print(backup(args.db, args.to))
    except OSError as error:
        return _not_written(args.to, error)
    return 0


def _restore(args: argparse.Namespace) -> int:
    from backoffice.bootstrap.keeping import restore

    restored = restore(args.file, args.db)
    _print(restored)
    if not restored.ok:
        found = f"{len(restored.faults)} faults in the journals that were saved"
        print(f"backoffice: {found}; the tills have theirs, see verify", file=sys.stderr)
    return 0 if restored.ok else 1


def _not_written(file: Path, error: OSError) -> int:
    print(
        f"backoffice: {file} cannot be written ({error.strerror}); nothing is lost,"
        " choose another place",
        file=sys.stderr,
    )
    return 1


def _print(answer: object) -> None:
    print(msgspec.json.encode(answer).decode(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
