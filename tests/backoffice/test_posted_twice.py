"""A supplier's document posted at two tills is a task for a person, whichever till came first."""

from __future__ import annotations

import msgspec
import pytest

from backoffice.domain.office import Shop, Task
from backoffice.usecases.after_push import after_push, catch_up
from backoffice.usecases.rebuild import rebuild
from backoffice.usecases.verify import verify
from sync.messages import facts as f
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import Office
from tests.backoffice.tables import dump
from tests.backoffice.test_stock import MILK, another_till, delivery, journal, line
from tests.backoffice.trade import ZONE, Till


def with_document(hours: int = 0, **changes: str) -> Till:
    """A till that received 12 bottles of milk by document 15."""
    till = journal()
    till.at += hours * 3_600_000
    document = delivery(till.at, line(1, MILK, 12_000, 6_000))
    till.put(msgspec.structs.replace(document, **changes))
    return till


def push(office: Office, till: Till, name: str = "") -> None:
    office.push(till.rows, name)
    after_push(office.store, till.rows, office.clock())


def told(office: Office) -> list[Task]:
    with office.store.look() as work:
        return [task for task in work.reports.tasks() if task.why == "twice"]


def test_the_later_of_two_is_a_task_and_a_rebuild_tells_the_same(
    office: Office, owner: Browser
) -> None:
    first, second = with_document(), with_document(2)
    push(office, first)
    assert told(office) == []
    other = another_till(office)
    push(office, second, other)
    (task,) = told(office)
    place = (second.rows[-1].epoch, second.rows[-1].seq)
    assert (task.till, task.epoch, task.seq) == (other, *place)
    assert task.detail == "ООО «Луч», 15, 2026-11-20: Касса 1"
    assert "на другой кассе" in owner.get("/tasks").text
    kept = dump(office.store)
    push(office, second, other)
    rebuild(office.store)
    assert dump(office.store) == kept
    assert verify(office.store).ok


def test_the_one_posted_first_may_arrive_last(office: Office) -> None:
    other = another_till(office)
    push(office, with_document(2), other)
    push(office, with_document())
    assert [task.till for task in told(office)] == [other]


@pytest.mark.parametrize(
    "changes",
    [{"number": "16"}, {"date": "2026-11-21"}, {"inn": "7736207543"}],
    ids=["number", "date", "supplier"],
)
def test_another_document_is_no_task(office: Office, changes: dict[str, str]) -> None:
    push(office, with_document())
    push(office, with_document(2, **changes), another_till(office))
    assert told(office) == []


def test_spaces_case_and_a_missing_inn_hide_nothing(office: Office) -> None:
    push(office, with_document(number="ab 15"))
    push(office, with_document(2, number="AB15", inn=""), another_till(office))
    assert len(told(office)) == 1


def test_another_shop_has_a_document_of_its_own(office: Office) -> None:
    with office.store.work() as work:
        work.places.add_shop(Shop("north", "Северная, 1", "7707083893", ZONE))
    push(office, with_document())
    push(office, with_document(2), another_till(office, "Северная, 1"))
    assert told(office) == []


def test_a_document_in_parts_is_posted_once(office: Office) -> None:
    till = journal()
    whole = delivery(till.at, line(1, MILK, 1_000, 6_000))
    for part in (1, 2):
        lines = (line(part, MILK, 1_000, 6_000),)
        till.put(msgspec.structs.replace(whole, part=part, parts=2, lines=lines))
    push(office, till)
    assert told(office) == []


def test_what_a_server_did_not_come_to_is_told_at_the_next_start(office: Office) -> None:
    office.push(with_document().rows)
    office.push(with_document(2).rows, another_till(office))
    assert told(office) == []
    catch_up(office.store, office.clock())
    assert len(told(office)) == 1


def test_a_receipt_nobody_can_read_stops_nothing(office: Office) -> None:
    till = journal()
    till.put_bytes(f.GoodsReceived.__name__, 1, b"{}")
    push(office, till)
    assert told(office) == []
