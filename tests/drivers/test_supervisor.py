"""One thread per device: order, deadlines, reconnecting, health."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from drivers.contracts.errors import BadAddress, BadFrame, Busy, NoAnswer, NoLink, PaperOut
from drivers.supervisor import DeviceState, Health, Supervised

SOON_S, BEGUN_BY_THEN_S, AT_LAST_S = 0.05, 0.4, 10.0
NOON = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Gadget:
    """A device that does what its factory says."""

    def __init__(self) -> None:
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


class Factory:
    """Builds gadgets, and keeps them for the test to look at."""

    def __init__(self) -> None:
        self.built: list[Gadget] = []
        self.error: Exception | None = None
        self.threads: set[int] = set()

    def __call__(self) -> Gadget:
        self.threads.add(threading.get_ident())
        if self.error is not None:
            raise self.error
        self.built.append(Gadget())
        return self.built[-1]


class News:
    """What the listener was told; others wait for it."""

    def __init__(self) -> None:
        self._all: list[Health] = []
        self._more = threading.Condition()
        self.threads: set[int] = set()

    def __call__(self, health: Health) -> None:
        with self._more:
            self.threads.add(threading.get_ident())
            self._all.append(health)
            self._more.notify_all()

    def states(self) -> list[DeviceState]:
        with self._more:
            return [health.state for health in self._all]

    def wait_for(self, state: DeviceState, times: int = 1) -> None:
        with self._more:
            heard = self._more.wait_for(
                lambda: [one.state for one in self._all].count(state) >= times, AT_LAST_S
            )
        assert heard, f"{state} was not told {times} times"


Supervise = Callable[..., Supervised[Gadget]]


@pytest.fixture
def factory() -> Factory:
    return Factory()


@pytest.fixture
def news() -> News:
    return News()


@pytest.fixture
def supervise(factory: Factory, news: News) -> Iterator[Supervise]:
    alive: list[Supervised[Gadget]] = []

    def supervise(**options: Any) -> Supervised[Gadget]:
        worker = Supervised("gadget", factory, clock=lambda: NOON, on_change=news, **options)
        alive.append(worker)
        return worker

    yield supervise
    for worker in alive:
        worker.close()


def _raising(error: Exception) -> Callable[[Gadget], None]:
    def what(gadget: Gadget) -> None:
        raise error

    return what


def _has_queued(worker: Supervised[Gadget], calls: int) -> bool:
    return len(worker._calls) >= calls


def _until(condition: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(10_000):
        if condition():
            return
        pause.wait(0.001)
    pytest.fail("it never came")


def test_the_answer_comes_back_to_the_caller(supervise: Supervise, factory: Factory) -> None:
    worker = supervise()
    assert worker.call(lambda gadget: gadget, AT_LAST_S) is factory.built[0]


def test_the_device_is_built_and_used_on_its_own_thread_alone(
    supervise: Supervise, factory: Factory, news: News
) -> None:
    worker = supervise()
    used = {worker.call(lambda _: threading.get_ident(), AT_LAST_S) for _ in range(3)}
    assert used == factory.threads == news.threads
    assert threading.get_ident() not in used


def test_a_device_lives_from_call_to_call(supervise: Supervise, factory: Factory) -> None:
    worker = supervise()
    for _ in range(3):
        worker.call(lambda _: None, AT_LAST_S)
    assert len(factory.built) == 1


def test_calls_are_performed_in_the_order_they_came(supervise: Supervise) -> None:
    worker = supervise()
    gate, order = threading.Event(), list[int]()
    begun = threading.Event()

    def first(_: Gadget) -> None:
        begun.set()
        gate.wait(AT_LAST_S)

    with ThreadPoolExecutor(6) as pool:
        blocked = pool.submit(worker.call, first, AT_LAST_S)
        begun.wait(AT_LAST_S)
        calls = []
        for number in range(5):
            calls.append(pool.submit(worker.call, lambda _, n=number: order.append(n), AT_LAST_S))
            _until(partial(_has_queued, worker, number + 1))  # The next one is queued after it.
        gate.set()
        for call in [blocked, *calls]:
            call.result(AT_LAST_S)
    assert order == [0, 1, 2, 3, 4]


def test_a_refusal_reaches_the_caller_and_the_link_stays(
    supervise: Supervise, factory: Factory
) -> None:
    worker = supervise()
    with pytest.raises(PaperOut):
        worker.call(_raising(PaperOut("no paper")), AT_LAST_S)
    assert worker.health.state is DeviceState.ONLINE
    assert (worker.health.calls, worker.health.failures) == (1, 0)
    assert not factory.built[0].is_closed


@pytest.mark.parametrize("error", [NoLink("cable"), NoAnswer("silence"), BadFrame("noise")])
def test_a_lost_link_closes_the_device_and_the_next_call_builds_it_anew(
    supervise: Supervise, factory: Factory, error: Exception
) -> None:
    worker = supervise()
    with pytest.raises(type(error)):
        worker.call(_raising(error), AT_LAST_S)
    assert factory.built[0].is_closed
    offline = worker.health
    assert offline.state is DeviceState.OFFLINE
    assert str(error) in offline.last_error
    assert worker.call(lambda gadget: gadget, AT_LAST_S) is factory.built[1]
    assert worker.health.state is DeviceState.ONLINE
    assert (worker.health.calls, worker.health.failures) == (2, 1)


def test_a_call_is_never_repeated_whatever_comes_of_it(supervise: Supervise) -> None:
    worker = supervise(probe=lambda _: None, probe_every_s=0.01)
    paid: list[str] = []

    def pay(_: Gadget) -> None:
        paid.append("once")
        raise NoAnswer("silence")

    with pytest.raises(NoAnswer):
        worker.call(pay, AT_LAST_S)
    worker.call(lambda _: None, AT_LAST_S)
    assert paid == ["once"]


def test_a_device_that_cannot_be_built_is_offline_and_says_why(
    supervise: Supervise, factory: Factory
) -> None:
    factory.error = BadAddress("no such scheme")
    worker = supervise()
    with pytest.raises(BadAddress):
        worker.call(lambda _: None, AT_LAST_S)
    assert worker.health.state is DeviceState.OFFLINE
    assert "no such scheme" in worker.health.last_error


def test_a_mistake_of_ours_reaches_the_caller_and_the_log_and_the_thread_lives(
    supervise: Supervise, caplog: pytest.LogCaptureFixture
) -> None:
    worker = supervise()
    with pytest.raises(ZeroDivisionError):
        worker.call(_raising(ZeroDivisionError("oops")), AT_LAST_S)
    assert "a mistake of ours" in caplog.text
    assert worker.call(lambda _: 7, AT_LAST_S) == 7


def test_a_call_that_never_began_is_taken_back_and_told_busy(supervise: Supervise) -> None:
    worker = supervise()
    gate, begun, done = threading.Event(), threading.Event(), list[str]()

    def slow(_: Gadget) -> None:
        begun.set()
        gate.wait(AT_LAST_S)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(worker.call, slow, AT_LAST_S)
        begun.wait(AT_LAST_S)
        with pytest.raises(Busy):
            worker.call(lambda _: done.append("paid"), SOON_S)
        gate.set()
        first.result(AT_LAST_S)
    worker.call(lambda _: None, AT_LAST_S)
    assert done == []


def test_a_call_under_way_past_its_time_is_unknown_and_its_late_answer_is_logged(
    supervise: Supervise, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    worker = supervise()
    gate = threading.Event()

    def pay(_: Gadget) -> str:
        gate.wait(AT_LAST_S)
        return "approved 999900000001"

    with pytest.raises(NoAnswer):
        worker.call(pay, BEGUN_BY_THEN_S)
    assert worker.health.state is DeviceState.BUSY
    gate.set()
    worker.call(lambda _: None, AT_LAST_S)
    assert "answered too late" in caplog.text
    assert "approved 999900000001" in caplog.text


def test_an_error_that_comes_too_late_is_logged(
    supervise: Supervise, caplog: pytest.LogCaptureFixture
) -> None:
    worker = supervise()
    gate = threading.Event()

    def pay(_: Gadget) -> None:
        gate.wait(AT_LAST_S)
        raise PaperOut("no paper for the slip")

    with pytest.raises(NoAnswer):
        worker.call(pay, BEGUN_BY_THEN_S)
    gate.set()
    worker.call(lambda _: None, AT_LAST_S)
    assert "no paper for the slip" in caplog.text


def test_health_is_told_on_every_change_and_only_then(supervise: Supervise, news: News) -> None:
    worker = supervise()
    assert worker.health.state is DeviceState.UNKNOWN
    worker.call(lambda _: None, AT_LAST_S)
    with pytest.raises(NoLink):
        worker.call(_raising(NoLink("cable")), AT_LAST_S)
    busy, online, offline = DeviceState.BUSY, DeviceState.ONLINE, DeviceState.OFFLINE
    assert news.states() == [busy, online, busy, offline]


def test_a_probe_finds_a_device_that_comes_back_without_being_asked(
    supervise: Supervise, factory: Factory, news: News
) -> None:
    factory.error = NoLink("unplugged")
    worker = supervise(probe=lambda _: None, probe_every_s=0.01)
    news.wait_for(DeviceState.OFFLINE)
    factory.error = None
    news.wait_for(DeviceState.ONLINE)
    assert worker.health.failures >= 1
    assert worker.health.calls == 0


def test_a_probe_finds_a_device_that_goes_without_being_asked(
    supervise: Supervise, factory: Factory, news: News
) -> None:
    is_there = threading.Event()
    is_there.set()

    def probe(_: Gadget) -> None:
        if not is_there.is_set():
            raise NoAnswer("gone")

    supervise(probe=probe, probe_every_s=0.01)
    news.wait_for(DeviceState.ONLINE)
    is_there.clear()
    news.wait_for(DeviceState.OFFLINE)
    assert factory.built[0].is_closed


def test_pauses_between_probes_of_a_dead_device_grow_to_a_limit(
    supervise: Supervise, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from drivers.supervisor import worker as module

    factory.error = NoLink("unplugged")
    worker = supervise()
    pauses = [worker._pause_s]
    for _ in range(8):
        with pytest.raises(NoLink):
            worker.call(lambda _: None, AT_LAST_S)
        pauses.append(worker._pause_s)
    assert pauses == sorted(pauses)
    assert pauses[-1] == module.LONGEST_PAUSE_S
    factory.error = None
    worker.call(lambda _: None, AT_LAST_S)
    assert worker._pause_s == module.FIRST_PAUSE_S


def test_without_a_period_a_probe_is_made_when_asked_for_and_at_no_other_time(
    supervise: Supervise,
) -> None:
    probed = threading.Semaphore(0)
    worker = supervise(probe=lambda _: probed.release(), probe_every_s=None)
    worker.call(lambda _: None, AT_LAST_S)
    assert not probed.acquire(timeout=SOON_S)
    worker.refresh()
    assert probed.acquire(timeout=AT_LAST_S)


def test_a_listener_that_fails_does_not_end_the_thread(
    factory: Factory, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(health: Health) -> None:
        raise ValueError("no such lamp")

    worker = Supervised("gadget", factory, clock=lambda: NOON, on_change=fail)
    assert worker.call(lambda _: 7, AT_LAST_S) == 7
    worker.close()
    assert "its listener failed" in caplog.text


def test_closing_gives_the_port_back_and_later_calls_find_nobody(
    supervise: Supervise, factory: Factory
) -> None:
    worker = supervise()
    worker.call(lambda _: None, AT_LAST_S)
    worker.close()
    assert factory.built[0].is_closed
    with pytest.raises(NoLink):
        worker.call(lambda _: None, AT_LAST_S)


def test_closing_a_device_that_hangs_leaves_its_thread_and_frees_its_callers(
    supervise: Supervise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drivers.supervisor.worker.CLOSE_WITHIN_S", SOON_S)
    worker = supervise()
    gate, begun = threading.Event(), threading.Event()

    def hang(_: Gadget) -> None:
        begun.set()
        gate.wait(AT_LAST_S)

    with ThreadPoolExecutor(2) as pool:
        hanging = pool.submit(worker.call, hang, AT_LAST_S)
        begun.wait(AT_LAST_S)
        waiting = pool.submit(worker.call, lambda _: None, AT_LAST_S)
        _until(partial(_has_queued, worker, 1))
        worker.close()
        with pytest.raises(NoAnswer):
            hanging.result(AT_LAST_S)
        with pytest.raises(NoLink):
            waiting.result(AT_LAST_S)
        gate.set()


def test_a_device_that_cannot_be_closed_is_lost_all_the_same(
    supervise: Supervise, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close(gadget: Gadget) -> None:
        raise OSError("the port has gone")

    monkeypatch.setattr(Gadget, "close", close)
    worker = supervise()
    with pytest.raises(NoAnswer):
        worker.call(_raising(NoAnswer("silence")), AT_LAST_S)
    worker.call(lambda _: None, AT_LAST_S)
    assert len(factory.built) == 2


def test_a_device_that_moved_is_built_anew_before_its_next_work(
    supervise: Supervise, factory: Factory
) -> None:
    worker = supervise()
    worker.call(lambda gadget: None, AT_LAST_S)
    worker.renew()
    used = worker.call(lambda gadget: gadget, AT_LAST_S)
    assert [gadget.is_closed for gadget in factory.built] == [True, False]
    assert used is factory.built[1]


def test_a_device_that_moved_while_it_was_gone_is_looked_for_without_a_pause(
    supervise: Supervise, factory: Factory, news: News, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drivers.supervisor.worker.FIRST_PAUSE_S", 10 * AT_LAST_S)
    monkeypatch.setattr("drivers.supervisor.worker.LONGEST_PAUSE_S", 10 * AT_LAST_S)
    factory.error = NoLink("nothing is set up")
    worker = supervise(probe=lambda gadget: None)
    news.wait_for(DeviceState.OFFLINE)
    factory.error = None
    worker.renew()
    news.wait_for(DeviceState.ONLINE)
