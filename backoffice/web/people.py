"""People at the tills: the list and the form of one."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from backoffice.domain.ports import Store
from backoffice.errors import BadEntry
from backoffice.usecases.edit import RIGHTS, ROLES, save_user
from backoffice.web.render import Pages
from backoffice.web.visit import Visit
from sync.messages.feed import UserChanged

# What a new cashier gets; the owner may take any of it away.
_CASHIER = ("discount", "void", "cancel", "return", "cash", "shift", "copy")


class PeoplePages:
    """People go out to the tills as soon as they are saved."""

    def __init__(self, store: Store, render: Pages) -> None:
        self._store = store
        self._render = render

    def index(self, visit: Visit) -> Response:
        """Everybody, those who left last."""
        with self._store.look() as work:
            people = work.feed.users()
        return self._render(
            visit, "people.html", here="people", people=people, saved=visit.query.get("saved", "")
        )

    def new(self, visit: Visit) -> Response:
        """The form of a new cashier."""
        form = {"role": "cashier", "active": "1", "max_discount": "5"}
        return self._form(visit, "", form, _CASHIER)

    def edit(self, visit: Visit) -> Response:
        """The form of a person."""
        with self._store.look() as work:
            user = work.feed.record("user", visit.part("user"))
        if not isinstance(user, UserChanged):
            return RedirectResponse("/people", 303)
        return self._form(visit, user.user, _typed(visit, user), user.rights)

    def save(self, visit: Visit) -> Response:
        """Publish, or show the form again with what is wrong."""
        user_id = visit.request.path_params.get("user", "")
        rights = tuple(visit.choices.get("rights", []))
        try:
            user = save_user(self._store, user_id, visit.form, rights)
        except BadEntry as error:
            form = {**visit.form, "active": visit.form.get("active", "")}
            return self._form(visit, user_id, form, rights, error)
        return RedirectResponse(f"/people?saved={user.user}", 303)

    def _form(
        self,
        visit: Visit,
        user_id: str,
        form: dict[str, str],
        rights: tuple[str, ...],
        error: BadEntry | None = None,
    ) -> Response:
        return self._render(
            visit,
            "person.html",
            status=422 if error else 200,
            here="people",
            user_id=user_id,
            form=form,
            held=rights,
            all_rights=RIGHTS,
            roles=ROLES,
            error=error,
        )


def _typed(visit: Visit, user: UserChanged) -> dict[str, str]:
    whole, rest = divmod(user.max_discount, 100)
    part = f"{visit.words.point}{rest:02d}".rstrip("0") if rest else ""
    return {
        "name": user.name,
        "role": user.role,
        "inn": user.inn,
        "max_discount": f"{whole}{part}",
        "active": "1" if user.active else "",
    }
