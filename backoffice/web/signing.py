"""Sign in, sign out, choose the language."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from backoffice.domain.ports import Store
from backoffice.errors import TooManyAttempts, WrongFactor, WrongPassword
from backoffice.usecases.second_factor import pass_second
from backoffice.usecases.sign_in import SESSION_LIVES_MS, session_of, sign_in, sign_out
from backoffice.web.own import locked
from backoffice.web.render import Pages
from backoffice.web.visit import FORM_COOKIE, LANGUAGE_COOKIE, SESSION_COOKIE, Visit, own_path
from backoffice.web.words import LANGUAGES

_YEAR_S = 365 * 24 * 3600


class SigningPages:
    """The pages around a session; `secure` marks cookies for TLS only."""

    def __init__(self, store: Store, render: Pages, *, secure: bool) -> None:
        self._store = store
        self._render = render
        self._secure = secure

    def ask(self, visit: Visit) -> Response:
        """The sign-in form."""
        if visit.session:
            return RedirectResponse("/", 303)
        return self._form(visit, "", 200)

    def enter(self, visit: Visit) -> Response:
        """Look at login and password."""
        login, password = visit.form.get("login", ""), visit.form.get("password", "")
        had = visit.request.cookies.get(SESSION_COOKIE, "")
        try:
            token = sign_in(self._store, login, password, visit.address, visit.now, instead_of=had)
        except WrongPassword:
            return self._form(visit, visit.words("login.wrong"), 403)
        except TooManyAttempts as error:
            return _waiting(self._form(visit, locked(visit, error), 429), error)
        known = session_of(self._store, token, visit.now)
        if known and known.stage:
            return self._entered("/login/code" + _on_to(visit), token)
        return self._entered(own_path(visit.query.get("to", "/")), token)

    def ask_code(self, visit: Visit) -> Response:
        """The form of the second factor."""
        return self._second(visit, "", 200)

    def enter_code(self, visit: Visit) -> Response:
        """Look at the code of the second factor."""
        assert visit.half is not None  # noqa: S101 — the door lets nobody else in
        code = visit.form.get("code", "")
        try:
            token = pass_second(self._store, visit.half, code, visit.address, visit.now)
        except WrongFactor:
            return self._second(visit, visit.words("factor.wrong"), 403)
        except TooManyAttempts as error:
            return _waiting(self._second(visit, locked(visit, error), 429), error)
        return self._entered(own_path(visit.query.get("to", "/")), token)

    def _second(self, visit: Visit, trouble: str, status: int) -> Response:
        to = own_path(visit.query.get("to", "/"))
        return self._render(visit, "second.html", status, trouble=trouble, to=to)

    def _entered(self, path: str, token: str) -> Response:
        response = RedirectResponse(path, 303)
        self._cookie(response, SESSION_COOKIE, token, SESSION_LIVES_MS // 1000)
        response.delete_cookie(FORM_COOKIE)
        return response

    def _form(self, visit: Visit, trouble: str, status: int) -> Response:
        token = visit.csrf or secrets.token_urlsafe(32)
        with self._store.look() as work:
            made = work.places.made()
        page = self._render(
            visit,
            "login.html",
            status,
            token=token,
            trouble=trouble,
            made=made,
            login=visit.form.get("login", ""),
            to=own_path(visit.query.get("to", "/")),
        )
        self._cookie(page, FORM_COOKIE, token, 24 * 3600)
        return page

    def leave(self, visit: Visit) -> Response:
        """Sign out."""
        sign_out(self._store, visit.request.cookies.get(SESSION_COOKIE, ""))
        response = RedirectResponse("/login", 303)
        response.delete_cookie(SESSION_COOKIE)
        return response

    def language(self, visit: Visit) -> Response:
        """Keep the language and go back to the page it was chosen on."""
        response = RedirectResponse(own_path(visit.query.get("back", "/")), 303)
        chosen = visit.part("language")
        if chosen in LANGUAGES:
            self._cookie(response, LANGUAGE_COOKIE, chosen, _YEAR_S)
        return response

    def _cookie(self, response: Response, name: str, value: str, age_s: int) -> None:
        response.set_cookie(
            name, value, max_age=age_s, httponly=True, samesite="strict", secure=self._secure
        )


def _on_to(visit: Visit) -> str:
    to = own_path(visit.query.get("to", "/"))
    return "" if to == "/" else f"?{urlencode({'to': to})}"


def _waiting(response: Response, error: TooManyAttempts) -> Response:
    response.headers["Retry-After"] = str(error.wait_s)
    return response
