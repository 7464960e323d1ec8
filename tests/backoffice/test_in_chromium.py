"""Pages as a real browser paints them: nothing wider than the screen, fonts there, no complaints.

The browser must be installed; without it these tests fail.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backoffice.bootstrap import application
from backoffice.usecases.sign_in import sign_in
from backoffice.web.render import STATIC
from tests.backoffice.conftest import PASSWORD, Office
from tests.backoffice.trade import Till

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
)
# A window of the browser is never narrower than 500 px before its picture is taken; a frame is.
FRAME = (
    '<!doctype html><body style="margin:0">'
    '<iframe width="{width}" height="1010" frameborder="0" src="/{address}"></iframe>'
)
PAGES = (
    *("/", "/day/2026-11-20", "/tasks", "/goods", "/goods/new", "/goods/item-1", "/stock"),
    *("/proposals", "/proposals/made-1"),
    *("/people", "/people/new", "/people/anna", "/own", "/second-factor", "/login"),
)
# Measures the page from inside; the policy of the office allows scripts of its own host only.
PROBE = """
document.fonts.ready.then(() => {
  const wide = [...document.querySelectorAll("main *, .nav *")].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1);
  }).map(e => e.tagName + "." + e.getAttribute("class"));
  const small = [...document.querySelectorAll("button, .btn, .step, .nav a, a.row, input, select")]
    .filter(e => e.type !== "hidden" && e.type !== "checkbox" && !e.closest("noscript"))
    .filter(e => { const b = e.getBoundingClientRect(); return b.height && b.height < 44; })
    .map(e => e.outerHTML.slice(0, 80));
  const fonts = [...document.fonts].filter(f => f.status === "loaded").length;
  const found = { wide, small, fonts, width: innerWidth,
    page: document.documentElement.scrollWidth };
  return fetch("/probe", { method: "POST", body: JSON.stringify(found) });
});
"""


class Signed:
    """The application as a signed-in owner's browser sees it, with a probe on every page."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            # The address carries the language: /en/goods.
            _, language, rest = scope["path"].split("/", 2)
            if language in {"ru", "en"}:
                cookie = f"prilavok_lang={language}"
                if rest != "login":
                    cookie += f"; prilavok_office={self._token}"
                headers = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
                scope = {**scope, "path": f"/{rest}", "raw_path": f"/{rest}".encode()}
                scope["headers"] = [*headers, (b"cookie", cookie.encode())]
        await self._app(scope, receive, send)


class Probed:
    """Adds the probe to the script every page loads, and keeps what it finds."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.found: list[dict[str, Any]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path == "/probe":
            self.found.append(json.loads(await Request(scope, receive).body()))
            await Response(status_code=204)(scope, receive, send)
        elif path == "/static/office.js":
            script = (STATIC / "office.js").read_text("utf-8") + PROBE
            await Response(script, media_type="text/javascript")(scope, receive, send)
        elif path.startswith("/frame/"):
            _, _, width, address = path.split("/", 3)
            page = FRAME.format(width=width, address=address)
            await Response(page, media_type="text/html")(scope, receive, send)
        else:
            await self._app(scope, receive, _framed(send))


def _framed(send: Send) -> Send:
    """Lets the test's own frame hold a page; nobody else may."""

    async def sends(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [
                (name, value.replace(b"frame-ancestors 'none'", b"frame-ancestors 'self'"))
                for name, value in message["headers"]
            ]
            message = {**message, "headers": headers}
        await send(message)

    return sends


@dataclass
class Served:
    """Where the office is served, and the probe in it."""

    address: str
    probed: Probed


@pytest.fixture
def served(office: Office) -> Iterator[Served]:
    """A served office with a lively day."""
    till = Till()
    till.trade("2026-11-17", 60)
    till.trade("2026-11-24", 50, last_hour=14)
    till.put_bytes("GiftCardSold", 1, b"{}")
    till.make_good()
    office.push(till.rows)
    token = sign_in(office.store, "vera", PASSWORD, "", office.clock())
    app = Probed(Signed(application(office.store, office.clock), token))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", app)
        server.should_exit = True
        thread.join()


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is not installed; on Debian: apt-get install chromium"
    return found


def browse(url: str, profile: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """One run of the browser with a fresh profile."""
    done = subprocess.run(  # noqa: S603 — a browser on our own page
        [chromium(), *FLAGS, f"--user-data-dir={profile}", *args, url],
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
        env={**os.environ, "HOME": str(profile)},
    )
    shutil.rmtree(profile, ignore_errors=True)
    return done


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("language", "pages"), [("ru", PAGES), ("en", PAGES[:1] + PAGES[-2:])])
def test_pages_fit_their_screen(
    served: Served, tmp_path: Path, width: int, language: str, pages: tuple[str, ...]
) -> None:
    for n, page in enumerate(pages):
        picture = tmp_path / f"{n}.png"
        done = browse(
            f"{served.address}/frame/{width}/{language}{page}",
            tmp_path / str(n),
            f"--window-size={width},1010",
            f"--screenshot={picture}",
            "--virtual-time-budget=5000",
        )
        assert len(served.probed.found) == n + 1, f"{page}: {done.stderr[-500:]}"
        probe = served.probed.found[-1]
        assert (probe["width"], probe["page"]) == (width, width), f"{page}: {probe['wide']}"
        assert (probe["wide"], probe["small"]) == ([], []), page
        assert probe["fonts"] >= 1, page
        assert "CONSOLE" not in done.stderr, f"{page}: {done.stderr}"
        _check_picture(picture, width)


def _check_picture(picture: Path, width: int) -> None:
    header = picture.read_bytes()[:24]
    assert header.startswith(b"\x89PNG")
    assert struct.unpack(">II", header[16:]) == (width, 1010)
    # An empty page of this size packs into some five kilobytes.
    assert picture.stat().st_size > 12_000
