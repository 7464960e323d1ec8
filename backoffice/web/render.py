"""Templates and the headers every page carries."""

from __future__ import annotations

import hashlib
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from backoffice.web.headers import HEADERS as HEADERS
from backoffice.web.visit import Visit

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


class Pages:
    """Renders templates; the engine is loaded when the first page is asked for."""

    @cached_property
    def _templates(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals["asset"] = asset
        return environment

    def __call__(
        self, visit: Visit, template: str, status: int = 200, **values: object
    ) -> HTMLResponse:
        """A page in the visit's language."""
        text = self._templates.get_template(template).render(visit=visit, t=visit.words, **values)
        return HTMLResponse(text, status, headers=HEADERS)


@cache
def asset(name: str) -> str:
    """Address of a static file, with a mark of its content so that it may be kept for long."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={mark}"


class KeptStatic(StaticFiles):
    """Static files that a browser keeps: their addresses change with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
