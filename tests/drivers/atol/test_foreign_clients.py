"""Requests of other people's programs, as they send them, over plain HTTP to the emulator.

Bodies are of the shapes that `fadinflame/atol-webapi` (v1) and `Bedunkevich/atol` (v2, from its
recorded tests) put on the wire, with goods of our own.
"""

from __future__ import annotations

import http.client
import json
import time
from typing import Any

import pytest

from drivers.contracts.ffd import tlv
from tests.drivers.atol.shop import CASHIER, Shop

V1, V2 = "/requests", "/api/v2/requests"


def http_call(shop: Shop, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=10)
    try:
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, path, data, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    finally:
        connection.close()


def result(shop: Shop, path: str) -> dict[str, Any]:
    """The first result once it is decided."""
    for _ in range(500):
        code, told = http_call(shop, "GET", path)
        assert code == 200
        first: dict[str, Any] = told["results"][0]
        if first["status"] not in ("wait", "inProgress"):
            return first
        time.sleep(0.01)
    raise AssertionError("never decided")


def test_a_client_of_the_first_version_sells(shop: Shop) -> None:
    """Eight letters for a uuid, `requests/` with a slash, a tax rate and separators by hand."""
    shop.opened()
    assert http_call(shop, "GET", "/") == (200, {})
    bananas = {
        "type": "position",
        "name": "Бананы",
        "price": 70.5,
        "quantity": 2.0,
        "amount": 141.0,
        "infoDiscountAmount": 0.0,
        "paymentMethod": "fullPrepayment",
        "paymentObject": "commodity",
        "tax": {"type": "vat0"},
    }
    separator = {"type": "text", "text": "-" * 32, "alignment": "left", "font": 0}
    task = {
        "type": "sell",
        "taxationType": "usnIncomeOutcome",
        "electronically": True,
        "ignoreNonFiscalPrintErrors": False,
        "items": [bananas, separator],
        "payments": [{"type": "electronically", "sum": 141.0}],
        "total": 141.0,
        "operator": {"name": "Кассир"},
    }
    assert http_call(shop, "POST", f"{V1}/", {"uuid": "qWeRtYuI", "request": [task]})[0] == 201
    first = result(shop, f"{V1}/qWeRtYuI")
    assert (first["status"], first["errorCode"]) == ("ready", 0)
    assert first["result"]["fiscalParams"]["total"] == 141
    assert first["result"]["fiscalParams"]["fiscalDocumentNumber"] == 3
    kept = tlv.tree(bytes.fromhex(shop.documents[2].tlv))
    assert (kept["1055"], kept["1081"], kept["1104"]) == (4, 14100, 14100)


def test_a_client_of_the_first_version_asks_for_the_shift_without_a_list(shop: Shop) -> None:
    body = {"uuid": "aBcDeFgH", "request": {"type": "getShiftStatus"}}
    assert http_call(shop, "POST", V1, body)[0] == 201
    assert result(shop, f"{V1}/aBcDeFgH")["result"]["shiftStatus"]["state"] == "closed"


def test_a_client_of_the_second_version_returns(shop: Shop) -> None:
    """Numbers for tenders, one of them zero, no method and no subject: the driver's defaults."""
    shop.opened().registrar.cash_in(10_000)
    uuid = "24efab70-4502-11eb-a6c8-1f6f568dbd0e"
    task: dict[str, Any] = {
        "type": "sellReturn",
        "taxationType": "usnIncome",
        "operator": {"name": CASHIER.name, "vatin": "123654789507"},
        "items": [
            {
                "type": "position",
                "name": "Бананы",
                "price": 2.7,
                "quantity": 3,
                "amount": 8.1,
                "infoDiscountAmount": 0.9,
                "tax": {"type": "vat5"},
            }
        ],
        "payments": [{"type": "0", "sum": 8.1}, {"type": "1", "sum": 0}],
    }
    code, told = http_call(shop, "POST", V2, {"uuid": uuid, "request": [task]})
    assert code == 201
    assert told == {"number": 1, "uuid": uuid, "isBlocked": False, "blockedUUID": ""}
    first = result(shop, f"{V2}/{uuid}")
    assert (first["status"], first["error"]["code"]) == ("ready", 0)
    kept = tlv.tree(bytes.fromhex(shop.documents[2].tlv))
    assert (kept["1054"], kept["1020"], kept["1031"]) == (2, 810, 810)
    assert kept["1115"] == {"1119": [{"1199": 7, "1120": 39}]}


def test_several_tasks_under_one_uuid_end_at_the_first_that_fails(shop: Shop) -> None:
    tasks = [{"type": kind} for kind in ("getDeviceInfo", "closeShift", "getFnStatus")]
    assert http_call(shop, "POST", V2, {"uuid": "three", "request": tasks})[0] == 201
    result(shop, f"{V2}/three")
    for _ in range(500):
        _, told = http_call(shop, "GET", f"{V2}/three")
        if told["results"][1]["status"] == "error":
            break
        time.sleep(0.01)
    assert [one["status"] for one in told["results"]] == ["ready", "error", "interrupted"]
    assert told["results"][1]["error"]["code"] == 73


def test_the_same_uuid_is_taken_once(shop: Shop) -> None:
    body = {"uuid": "one", "request": [{"type": "getDeviceStatus"}]}
    assert http_call(shop, "POST", V2, body)[0] == 201
    assert http_call(shop, "POST", V2, body)[0] == 409
    assert http_call(shop, "POST", V1, body)[0] == 409


def test_tasks_that_wait_can_be_taken_back(shop: Shop) -> None:
    shop.emulator.obey({"blocked": True})
    body = {"uuid": "late", "request": [{"type": "reportX"}]}
    assert http_call(shop, "POST", V2, body)[0] == 201
    assert http_call(shop, "GET", f"{V2}/late")[1]["results"][0]["status"] == "blocked"
    assert http_call(shop, "DELETE", f"{V2}/late")[0] == 200
    shop.emulator.obey({"blocked": False})
    assert result(shop, f"{V2}/late")["status"] == "canceled"
    assert http_call(shop, "DELETE", f"{V2}/late")[0] == 400
    assert http_call(shop, "DELETE", f"{V2}/none")[0] == 404
    assert shop.paper == []


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("GET", f"{V2}/unknown", None, 404),
        ("GET", "/settings", None, 404),
        ("POST", "/api/v3/requests", {"uuid": "a", "request": [{"type": "reportX"}]}, 404),
        ("POST", V2, b"{not json", 400),
        ("POST", V2, {"uuid": "a", "request": []}, 400),
        ("POST", V2, {"request": [{"type": "reportX"}]}, 400),
        ("POST", V2, {"uuid": "a", "request": ["reportX"]}, 400),
    ],
)
def test_what_is_no_request_is_told_so(
    shop: Shop, method: str, path: str, body: Any, code: int
) -> None:
    assert http_call(shop, method, path, body)[0] == code


@pytest.mark.parametrize(
    ("task", "code"),
    [
        ({"type": "launchRocket"}, 11),
        ({"type": "sell"}, 8),
        ({"type": "sell", "items": [{"type": "position", "quantity": 0}]}, 17),
        ({"type": "sell", "items": 5}, 13),
        ({"type": "getFnDocument", "fiscalDocumentNumber": 9}, 123),
        ({"type": "printFnDocument", "fiscalDocumentNumber": 9}, 123),
        ({"type": "cashOut", "cashSum": 1}, 80),
        ({"type": "cashIn", "cashSum": -1}, 13),
        ({"type": "continuePrint"}, 410),
        ({"type": "setDateTime", "dateTime": "2026-03-01T00:00:00"}, 83),
        ({"type": "nonFiscal", "items": [{"type": "hologram"}]}, 13),
    ],
)
def test_a_task_that_makes_no_sense_ends_in_an_error_and_changes_nothing(
    shop: Shop, task: dict[str, Any], code: int
) -> None:
    shop.opened()
    assert http_call(shop, "POST", V2, {"uuid": "x", "request": [task]})[0] == 201
    first = result(shop, f"{V2}/x")
    assert (first["status"], first["error"]["code"]) == ("error", code)
    assert shop.kinds == [1, 2]
