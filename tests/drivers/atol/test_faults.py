"""Lost requests, lost answers, blocked and forgetful queues: never a second document."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.errors import (
    Busy,
    DeviceError,
    NoAnswer,
    NoLink,
    PaperOut,
    Refused,
)
from drivers.contracts.registrar import DocumentKind
from drivers.registrars.atol import codec
from drivers.registrars.atol.emulator.queue import Pace
from drivers.registrars.atol.kept import Order
from drivers.registrars.atol.web import Said, Web
from fiscal.domain.attempt import Baseline, Expected, OutcomeState
from fiscal.usecases.settle import Outcome, baseline, perform, reconcile
from tests.drivers.atol.shop import CASHIER, HASTY, SHOES, Shop, sale

# The driver's POSTs of a receipt, once it knows the register: the drive's number, the receipt.
ORDER = 2
NEW_ORDER = 3  # by a driver that has to ask for the model first
OURS = Expected(DocumentKind.RECEIPT, operation=1, total=10_000, lines=1)


class Spy:
    """Sees every request of a driver, and may lose what came back."""

    def __init__(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        self.posts: list[codec.Posted] = []
        self.gets: list[str] = []
        self.lose: Callable[[str, str], bool] = lambda _kind, _what: False
        post, get = Web.post, Web.get

        def posting(web: Web, body: bytes) -> Said:
            posted = codec.posted(body)
            self.posts.append(posted)
            return self._lost("post", posted.tasks[0].text("type"), lambda: post(web, body))

        def getting(web: Web, uuid: str) -> Said:
            self.gets.append(uuid)
            return self._lost("get", uuid, lambda: get(web, uuid))

        monkeypatch.setattr(Web, "post", posting)
        monkeypatch.setattr(Web, "get", getting)

    def _lost(self, kind: str, what: str, send: Callable[[], Said]) -> Said:
        said = send()
        if self.lose(kind, what):
            raise NoAnswer("lost on the way")
        return said

    def uuids(self, task: str) -> list[str]:
        """Under which uuids that task was handed in."""
        return [posted.uuid for posted in self.posts if posted.tasks[0].text("type") == task]


@pytest.fixture
def spy(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Spy:
    shop.opened().registrar.status()
    return Spy(shop, monkeypatch)


@pytest.mark.parametrize("fault", ["drop-request", "drop-reply", "garbage", "delay"])
def test_a_post_whose_answer_is_lost_is_done_once_under_its_one_uuid(
    shop: Shop, spy: Spy, fault: str
) -> None:
    shop.faults(f"{fault}@{ORDER}" + (":20" if fault == "delay" else ""))
    made = shop.registrar.register(sale(SHOES))
    assert (made.fd, made.vat) == (3, {11: 1803})
    assert len(set(spy.uuids("sell"))) == 1
    # Only what had not arrived was handed in again.
    assert len(spy.uuids("sell")) == (2 if fault == "drop-request" else 1)
    assert shop.kinds == [1, 2, 3]


def test_the_uuid_is_on_the_disk_before_the_order_is_sent(shop: Shop, spy: Spy) -> None:
    seen: list[str] = []

    def look(kind: str, what: str) -> bool:
        if (kind, what) == ("post", "sell"):
            seen.extend(path.read_text() for path in (shop.folder / "kept").iterdir())
        return False

    spy.lose = look
    shop.registrar.register(sale(SHOES))
    (uuid,) = spy.uuids("sell")
    assert len(seen) == 1
    assert uuid in seen[0]
    assert not list((shop.folder / "kept").iterdir())


def test_a_uuid_that_is_used_already_is_asked_for(
    shop: Shop, spy: Spy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first POST is slow in the network: it comes just before the second, which is told 409."""
    post, kept_back, codes = Web.post, list[bytes](), list[int]()

    def one_is_late(web: Web, body: bytes) -> Said:
        if codec.posted(body).tasks[0].text("type") != "sell":
            return post(web, body)
        if not kept_back:
            kept_back.append(body)
            raise NoAnswer("nothing came back")
        post(web, kept_back[0])
        said = post(web, body)
        codes.append(said.code)
        return said

    monkeypatch.setattr(Web, "post", one_is_late)
    assert shop.registrar.register(sale(SHOES)).fd == 3
    assert codes == [409]
    assert shop.kinds == [1, 2, 3]


def test_a_server_that_forgot_a_sale_it_had_done_is_not_asked_to_do_it_again(
    shop: Shop, spy: Spy
) -> None:
    """Accepted, done, forgotten: 404 to the uuid, and the drive has moved."""

    def lose(kind: str, what: str) -> bool:
        if (kind, what) != ("post", "sell"):
            return False
        _until(lambda: len(shop.documents) == 3)
        shop.emulator.obey({"forgets": True})
        return True

    before = baseline(shop.registrar)
    spy.lose = lose
    assert sold(shop, before).state is OutcomeState.DONE
    assert len(spy.uuids("sell")) == 1
    assert shop.kinds == [1, 2, 3]


def test_a_server_that_was_started_anew_while_we_waited_leaves_it_to_the_drive(
    shop: Shop, spy: Spy
) -> None:
    lost: list[str] = []

    def lose(kind: str, what: str) -> bool:
        if kind == "get" and what in spy.uuids("sell") and not lost:
            lost.append(what)
            shop.emulator.obey({"forgets": True})
            return True
        return False

    before = baseline(shop.registrar)
    spy.lose = lose
    assert sold(shop, before).state is OutcomeState.DONE
    assert len(spy.uuids("sell")) == 1
    assert shop.kinds == [1, 2, 3]


def sold(shop: Shop, before: Baseline, **settings: Any) -> Outcome:
    """One sale as the till makes it, by a driver of such settings."""
    with closing(shop.another(**settings)) as device:
        return perform(
            lambda: device.register(sale(SHOES)), registrar=device, expected=OURS, before=before
        )


def _until(happened: Callable[[], bool]) -> None:
    for _ in range(1000):
        if happened():
            return
        time.sleep(0.005)
    raise AssertionError("it did not happen")


@pytest.mark.parametrize(("fault", "kinds"), [("before", [1, 2]), ("after", [1, 2, 3])])
def test_a_register_that_blinks_blocks_the_queue_until_the_server_has_found_out(
    shop: Shop, spy: Spy, fault: str, kinds: list[int]
) -> None:
    shop.faults(f"reboot-{fault}@{ORDER}")
    if fault == "after":
        assert shop.registrar.register(sale(SHOES)).vat == {11: 1803}
    else:
        with pytest.raises(NoAnswer, match="cut off"):
            shop.registrar.register(sale(SHOES))
    assert shop.kinds == kinds
    assert len(spy.uuids("sell")) == 1


def test_what_is_still_in_the_queue_is_unknown_and_no_other_sale_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The register blinks, and the server takes its time to find out what it did."""
    shop = Shop(tmp_path, pace=Pace(finds_out_s=60)).opened()
    before = baseline(shop.registrar)
    spy = Spy(shop, monkeypatch)
    shop.faults(f"reboot-before@{NEW_ORDER}")
    outcome = sold(shop, before, **HASTY)
    assert (outcome.state, outcome.why) == (OutcomeState.UNKNOWN, "Busy")
    # A driver built anew, as after a restart of the till, knows of it from the disk.
    with closing(shop.another(**HASTY)) as device:
        with pytest.raises(Busy, match="sell sent earlier"):
            device.status()
        with pytest.raises(Busy):
            device.register(sale(SHOES))
        with pytest.raises(Busy):
            device.open_drawer()
    assert len(spy.uuids("sell")) == 1
    assert shop.kinds == [1, 2]
    shop.close()


def test_an_order_that_waited_out_its_time_is_found_once_it_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The queue stands still for longer than a document may take, and goes on after all."""
    shop = Shop(tmp_path).opened()
    before = baseline(shop.registrar)
    spy = Spy(shop, monkeypatch)
    post = Web.post

    def stands_still(web: Web, body: bytes) -> Said:
        if codec.posted(body).tasks[0].text("type") == "sell":
            shop.emulator.obey({"blocked": True})
        return post(web, body)

    monkeypatch.setattr(Web, "post", stands_still)
    assert sold(shop, before, **HASTY).state is OutcomeState.UNKNOWN
    assert shop.kinds == [1, 2]
    shop.emulator.obey({"blocked": False})
    assert _settled(shop, before) is OutcomeState.DONE
    assert len(spy.uuids("sell")) == 1
    assert shop.kinds == [1, 2, 3]
    shop.close()


def test_a_late_post_finds_its_uuid_used(shop: Shop, spy: Spy) -> None:
    """The till went down with its POST still in the network; the next till asks first."""
    lost = Order("0c8ed2a4-late", "sell")
    shop.device._talk._keeper.write(lost)
    assert shop.registrar.status().last_fd == 2
    body = codec.request(lost.uuid, ({"type": "closeShift", "operator": {"name": "К"}},))
    with closing(Web("127.0.0.1", shop.port, shop.settings)) as web:
        assert web.post(body).code == 409
    assert shop.kinds == [1, 2]
    assert shop.device._talk._keeper.read() is None


def test_an_order_that_was_accepted_and_forgotten_is_left_to_the_drive(shop: Shop) -> None:
    shop.device._talk._keeper.write(Order("forgotten", "sell", accepted=True))
    assert shop.registrar.status().last_fd == 1
    assert shop.device._talk._keeper.read() is None


@pytest.mark.parametrize("withdraw", [False, True])
def test_an_order_that_only_waits_is_taken_back_where_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, withdraw: bool
) -> None:
    shop = Shop(tmp_path, settings={"withdraw": withdraw, "document_s": 0.05}).opened()
    before = baseline(shop.registrar)
    post = Web.post

    def waits_long(web: Web, body: bytes) -> Said:
        is_sale = codec.posted(body).tasks[0].text("type") == "sell"
        shop.emulator.queue.pace = Pace(task_s=1.0 if is_sale else 0.0)
        return post(web, body)

    monkeypatch.setattr(Web, "post", waits_long)
    with pytest.raises(Refused if withdraw else NoAnswer):
        shop.registrar.register(sale(SHOES))
    left = OutcomeState.NOT_DONE if withdraw else OutcomeState.DONE
    assert _settled(shop, before) is left
    assert shop.kinds == ([1, 2] if withdraw else [1, 2, 3])
    shop.close()


def _settled(shop: Shop, before: Baseline) -> OutcomeState:
    for _ in range(50):
        outcome = reconcile(shop.registrar, OURS, before)
        if outcome.state is not OutcomeState.UNKNOWN:
            return outcome.state
    return OutcomeState.UNKNOWN


def test_a_server_that_says_nothing_is_no_answer_and_is_there_again(shop: Shop) -> None:
    before = baseline(shop.opened().registrar)
    shop.emulator.obey({"silent": True})
    assert sold(shop, before, http_s=0.2, question_s=0.4).state is OutcomeState.UNKNOWN
    shop.emulator.obey({"silent": False})
    assert _settled(shop, before) is OutcomeState.NOT_DONE
    assert shop.registrar.register(sale(SHOES)).fd == 3


@pytest.mark.parametrize("fault", ["drop-request", "drop-reply", "garbage"])
@pytest.mark.parametrize("step", range(1, 4))
def test_questions_are_asked_until_they_are_answered(shop: Shop, fault: str, step: int) -> None:
    calm = shop.opened().registrar.status()
    shop.faults(f"{fault}@{step}")
    assert shop.registrar.status() == calm


def test_a_receipt_without_its_vat_is_read_once_more_by_whoever_settles_it(
    shop: Shop, spy: Spy
) -> None:
    before = baseline(shop.registrar)
    lost: list[str] = []

    def lose(kind: str, what: str) -> bool:
        if (kind, what) == ("post", "getFnDocument") and len(lost) < shop.settings.attempts:
            lost.append(what)
            return True
        return kind == "get" and what in spy.uuids("getFnDocument")[:1]

    spy.lose = lose
    outcome = sold(shop, before)
    assert outcome.document is not None
    assert (outcome.document.vat, outcome.document.shift) == ({11: 1803}, 1)
    # The receipt, the registration, which a new driver looks at, and the receipt once more.
    assert len(set(spy.uuids("getFnDocument"))) == 3


def test_registered_stays_registered_when_the_reading_back_fails(shop: Shop, spy: Spy) -> None:
    spy.lose = lambda kind, what: (
        what == "getFnDocument" or (kind == "get" and what in spy.uuids("getFnDocument"))
    )
    made = shop.registrar.register(sale(SHOES))
    assert (made.fd, made.total, made.shift, made.vat) == (3, 10_000, 0, {})
    spy.lose = lambda _kind, _what: False
    found = shop.registrar.document(3)
    assert found is not None
    assert found.vat == {11: 1803}


@pytest.mark.parametrize("opens", [True, False])
@pytest.mark.parametrize("fault", ["drop-request", "drop-reply", "reboot-after"])
def test_a_shift_report_is_made_once(shop: Shop, opens: bool, fault: str) -> None:
    shop.registrar.status() if opens else shop.opened().registrar.status()
    shop.faults(f"{fault}@{ORDER}")
    (shop.registrar.open_shift if opens else shop.registrar.close_shift)(CASHIER)
    assert shop.kinds == ([1, 2] if opens else [1, 2, 5])


def test_cash_moves_are_told_apart_by_the_counters(shop: Shop) -> None:
    shop.opened().registrar.cash_in(50_000)
    for fault, moved in (("reboot-before", 0), ("reboot-after", 1), ("drop-reply", 1)):
        before = baseline(shop.registrar)
        shop.faults(f"{fault}@{ORDER}")
        outcome = perform(
            lambda: shop.registrar.cash_out(1_000),
            registrar=shop.registrar,
            expected=Expected(kind=0, cash=-1_000),
            before=before,
        )
        assert outcome.state is (OutcomeState.DONE if moved else OutcomeState.NOT_DONE), fault
        after = shop.registrar.cash_counters()
        assert (after.outs - before.outs, before.cash - after.cash) == (moved, 1_000 * moved)


def test_paper_that_ends_in_the_middle_gives_one_document_printed_twice(shop: Shop) -> None:
    shop.opened().registrar.status()
    shop.faults(f"paper-out@{ORDER}")
    made = shop.registrar.register(sale(SHOES))
    assert made.fd == 3
    status = shop.registrar.status()
    assert (status.paper, status.awaits_continue) == (False, False)
    with pytest.raises(PaperOut):
        shop.registrar.continue_print()
    with pytest.raises(PaperOut):
        shop.registrar.register(sale(SHOES))
    shop.emulator.obey({"paper": True})
    assert shop.registrar.status().awaits_continue
    shop.events.clear()
    shop.registrar.continue_print()
    assert f"ФД {made.fd}" in shop.paper
    assert not shop.registrar.status().awaits_continue
    shop.registrar.continue_print()  # Nothing is left to print, and nothing is wrong with that.
    assert shop.kinds == [1, 2, 3]


def test_a_disk_that_takes_nothing_sends_nothing(
    shop: Shop, spy: Spy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("drivers.registrars.atol.kept.os.fsync", full)
    with pytest.raises(Refused, match="nothing was sent"):
        shop.registrar.register(sale(SHOES))
    assert spy.uuids("sell") == []


@pytest.mark.parametrize("seed", range(1, 5))
def test_random_faults_never_make_two_receipts_of_one(shop: Shop, seed: int) -> None:
    """As a till does it: what is not plain is settled before the next sale is begun."""
    shop.opened()
    shop.faults(f"random:{seed}:0.1")
    done = 0
    for _ in range(6):
        before = _patiently(lambda: baseline(shop.registrar))
        state = sold(shop, before).state
        if state is OutcomeState.UNKNOWN:
            state = _settled(shop, before)
        assert state is not OutcomeState.UNKNOWN
        done += state is OutcomeState.DONE
        assert len(shop.documents) == 2 + done
    assert done


def _patiently(ask: Callable[[], Baseline]) -> Baseline:
    for _ in range(50):
        try:
            return ask()
        except (NoAnswer, NoLink, Busy):
            continue
    raise AssertionError("never answered")


@pytest.mark.parametrize(
    "said",
    [
        Said(200, b""),
        Said(200, b"[]"),
        Said(200, b'{"results": []}'),
        Said(200, b'{"results": [{"status": "done"}]}'),
        Said(200, b'{"results": [{"status": "ready", "result": {"fnStatus": 5}}]}'),
        Said(500, b"oops"),
        Said(302, b""),
    ],
)
def test_an_answer_nobody_understands_is_an_error_of_a_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    shop = Shop(tmp_path, settings={"question_s": 0.3, "document_s": 0.3})
    monkeypatch.setattr(Web, "get", lambda web, uuid: said)
    with pytest.raises(DeviceError):
        shop.registrar.status()
    with pytest.raises(DeviceError):
        shop.registrar.open_shift(CASHIER)
    shop.close()


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405])
def test_a_server_that_does_not_take_the_task_has_taken_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    post = Web.post

    def refuses_sales(web: Web, body: bytes) -> Said:
        said = post(web, body)
        return Said(code, b"no") if codec.posted(body).tasks[0].text("type") == "none" else said

    monkeypatch.setattr(Web, "post", refuses_sales)
    with pytest.raises(Refused) as refused:
        shop.device._do({"type": "none"})
    assert refused.value.code == str(code)
    assert shop.device._talk._keeper.read() is None
