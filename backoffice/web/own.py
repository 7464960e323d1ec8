"""What an owner sets up for the office itself: its tills, and how to sign in."""

from __future__ import annotations

from typing import Any

from starlette.responses import RedirectResponse, Response

from backoffice.domain.ports import Store
from backoffice.errors import TooManyAttempts, UnknownShop, WrongFactor
from backoffice.usecases import second_factor as factor
from backoffice.usecases.enrol import offer_code
from backoffice.usecases.tills import take_out, tills_of
from backoffice.web.render import Pages
from backoffice.web.visit import Visit, whole


class OwnPages:
    """Tills go in and out, the second factor on and off."""

    def __init__(self, store: Store, render: Pages) -> None:
        self._store = store
        self._render = render

    def index(self, visit: Visit) -> Response:
        """Tills, and whether a second factor is asked for."""
        return self._index(visit)

    def code(self, visit: Visit) -> Response:
        """A one-time code for a till of that shop."""
        try:
            return self._index(
                visit, offer_code(self._store, visit.form.get("shop", ""), visit.now)
            )
        except UnknownShop:  # of a page that is older than the shops
            return RedirectResponse("/own", 303)

    def take_out(self, visit: Visit) -> Response:
        """A till is told, and what it sends is kept apart."""
        take_out(self._store, visit.part("till"))
        return RedirectResponse("/own", 303)

    def let_in(self, visit: Visit) -> Response:
        """It was a mistake."""
        take_out(self._store, visit.part("till"), out=False)
        return RedirectResponse("/own", 303)

    def factor(self, visit: Visit) -> Response:
        """The picture for an application; or the way to do without."""
        if factor.is_on(self._store, whole(visit)):
            return self._render(visit, "factor_off.html", here="", trouble="")
        return self._picture(visit, factor.new_secret(), "", 200)

    def turn_on(self, visit: Visit) -> Response:
        """Recovery codes are on this page and never again."""
        secret, code = visit.form.get("secret", ""), visit.form.get("code", "")
        try:
            codes = factor.turn_on(self._store, whole(visit), secret, code, visit.now)
        except WrongFactor:
            return self._picture(visit, factor.new_secret(), visit.words("factor.wrong"), 422)
        return self._render(visit, "factor_codes.html", here="", codes=codes)

    def turn_off(self, visit: Visit) -> Response:
        """With a code alone: a browser left open is not enough."""
        code = visit.form.get("code", "")
        try:
            factor.turn_off(self._store, whole(visit), code, visit.address, visit.now)
        except WrongFactor:
            return self._off(visit, visit.words("factor.wrong"), 422)
        except TooManyAttempts as error:
            return self._off(visit, locked(visit, error), 429)
        return RedirectResponse("/own", 303)

    def _index(self, visit: Visit, code: str = "") -> Response:
        tills = tills_of(self._store)
        with self._store.look() as work:
            shops = work.places.shops()
        on = factor.is_on(self._store, whole(visit))
        return self._render(
            visit, "own.html", here="", tills=tills, shops=shops, code=code, factor=on
        )

    def _picture(self, visit: Visit, secret: str, trouble: str, status: int) -> Response:
        address = factor.address_of(secret, whole(visit).login)
        side, path = drawn(address)
        return self._render(
            visit, "factor.html", status, here="",
            secret=secret, spelled=spelled(secret), side=side, path=path, trouble=trouble,
        )  # fmt: skip

    def _off(self, visit: Visit, trouble: str, status: int) -> Response:
        return self._render(visit, "factor_off.html", status, here="", trouble=trouble)


def locked(visit: Visit, error: TooManyAttempts) -> str:
    """How long nothing is tried."""
    wait = visit.words.count("login.minutes", -(-error.wait_s // 60))
    return visit.words("login.locked", wait=wait)


def spelled(secret: str) -> str:
    """In fours, to be typed."""
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


def drawn(text: str) -> tuple[int, str]:
    """A QR code as a square of so many modules and an SVG path of the dark ones."""
    # A third of the time an office takes to start, and few ever ask for a second factor.
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    qr: Any = QRCode(None, QRErrorCorrectLevel.M)
    qr.addData(text)
    qr.make()
    side = qr.getModuleCount()
    dark = [(x, y) for y in range(side) for x in range(side) if qr.isDark(y, x)]
    return side, "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
