"""The endpoints as OpenAPI 3.1 says them, out of the messages themselves.

Bodies are msgpack among our own programs; others may speak JSON, bytes in it as base64.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import msgspec

from sync.messages import wire

_JSON = "application/json"
_BASE64 = "^([A-Za-z0-9+/]{4})*$"
_REFUSALS = {
    "400": "the question cannot be read",
    "401": "no till of the office signed it, or its moment is not now (Prilavok-Now)",
    "403": "the one-time code is unknown, used or too old",
    "404": "there is no such import",
    "409": "it is done already, or a till must be named",
    "410": "the till was taken out of the office",
    "413": "it is larger than the office takes",
    "429": "too many guesses; see Retry-After",
    "503": "the office has too much to do; see Retry-After",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One question; `numbers` and `texts` are parameters of its address."""

    method: str
    path: str
    does: str
    answer: type
    ask: type | None = None
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    is_open: bool = False  # for who has a one-time code, not a key


ENDPOINTS = (
    Endpoint(
        "POST", "/api/first-run", "make the office", wire.Enrolled, wire.FirstRun, is_open=True
    ),
    Endpoint("POST", "/api/enrol", "make a till known", wire.Enrolled, wire.Enrol, is_open=True),
    Endpoint("POST", "/api/restore", "give a till back", wire.Restored, wire.Restore, is_open=True),
    Endpoint("POST", "/api/key", "show a key for an old token", wire.Done, wire.OwnKey),
    Endpoint("GET", "/api/journal/head", "the last row that is held", wire.Head),
    Endpoint("POST", "/api/journal", "hand rows over", wire.Head, wire.Batch),
    Endpoint("POST", "/api/journal/known", "which rows are held", wire.Head, wire.Places),
    Endpoint("GET", "/api/journal/rows", "rows back", wire.Batch, None, ("epoch", "seq")),
    Endpoint("GET", "/api/feed", "what changed", wire.FeedPage, None, ("after",), ("feed",)),
    Endpoint("POST", "/api/import", "begin an import", wire.ImportBegun),
    Endpoint("POST", "/api/import/{name}", "lay goods apart", wire.ImportTaken, wire.ImportPiece),
    Endpoint("POST", "/api/import/{name}/commit", "put them on sale", wire.ImportDone),
    Endpoint("DELETE", "/api/import/{name}", "leave no trace", wire.ImportDone),
)


@cache
def description() -> bytes:
    """The document, JSON."""
    messages = {one for point in ENDPOINTS for one in (point.ask, point.answer) if one}
    ordered = sorted(messages, key=lambda one: one.__name__)
    _, schemas = msgspec.json.schema_components(ordered, ref_template="#/components/schemas/{name}")
    paths: dict[str, dict[str, object]] = {}
    for point in ENDPOINTS:
        paths.setdefault(point.path, {})[point.method.lower()] = _operation(point)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {"title": "Prilavok office", "version": "1"},
            "paths": paths,
            "components": {"schemas": _spelled(schemas), "securitySchemes": {"till": _TILL}},
        }
    )


_TILL = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "signed by the till's own key, see sync/messages/signed.py",
}


def _spelled(schema: object) -> object:
    """The same, with base64 as a pattern: most readers know no encodings."""
    if isinstance(schema, list):
        return [_spelled(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    spelled = {name: _spelled(one) for name, one in schema.items()}
    return spelled | ({"pattern": _BASE64} if schema.get("contentEncoding") == "base64" else {})


def _operation(point: Endpoint) -> dict[str, object]:
    said: dict[str, object] = {
        "summary": point.does,
        "security": [] if point.is_open else [{"till": []}],
        "parameters": list(_parameters(point)),
        "responses": {
            "200": {"description": point.does, "content": _content(point.answer)},
            **{status: {"description": why} for status, why in _REFUSALS.items()},
        },
    }
    if point.ask:
        said["requestBody"] = {"required": True, "content": _content(point.ask)}
    return said


def _parameters(point: Endpoint) -> list[dict[str, object]]:
    whole = {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}
    named = [("query", name, whole, False) for name in point.numbers]
    named += [("query", name, {"type": "string"}, False) for name in point.texts]
    if "{name}" in point.path:
        named.append(("path", "name", {"type": "string"}, True))
    return [
        {"in": where, "name": name, "schema": schema, "required": needed}
        for where, name, schema, needed in named
    ]


def _content(message: type) -> dict[str, object]:
    return {_JSON: {"schema": {"$ref": f"#/components/schemas/{message.__name__}"}}}
