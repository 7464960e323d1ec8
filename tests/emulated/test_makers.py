"""The same day over the registers of either maker: the same books, whatever ends in its middle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulated import day
from tests.emulated.day import Story, copied, finish_day, left_open, prepared, run_day, story
from tests.emulated.office import Office

MAKERS = ("shtrih", "atol")
KILLED = -9
ORDERS = ["server sell", "server sellReturn", "server sell", "server closeShift"]


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    """A server for all the offices."""
    office = Office()
    yield office
    office.close()


@pytest.fixture(scope="module")
def templates(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A shop of each maker, its shift open."""
    folder = tmp_path_factory.mktemp("makers")
    return {maker: prepared(folder / maker, office, maker) for maker in MAKERS}


@pytest.fixture(scope="module")
def told(
    office: Office, templates: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Story, list[str]]]:
    """The story of a day that nothing ended, and its steps, by maker."""
    stories = {}
    for maker, template in templates.items():
        folder = tmp_path_factory.mktemp(maker)
        with copied(template, folder / "shop", maker) as shop:
            last = run_day(shop, folder / "steps")
            assert last.code == 0, last.words
            report = day.push_and_verify(shop, office)
            assert report.ok, report
            assert not left_open(shop)
            stories[maker] = story(shop), (folder / "steps").read_text().splitlines()
    return stories


def test_a_day_is_the_same_in_all_books_over_either_maker(
    told: dict[str, tuple[Story, list[str]]],
) -> None:
    of_shtrih, of_atol = (told[maker][0] for maker in MAKERS)
    assert of_atol == of_shtrih
    assert of_atol.documents[2:] == ((3, 1, 49563), (3, 2, 36596), (3, 1, 62890), (5, 0, 0))


@pytest.mark.parametrize(
    ("order", "moment"),
    [(0, "midway"), (1, "before"), (2, "after"), (3, "midway")],
)
def test_a_till_that_ends_at_an_order_makes_it_once(
    order: int,
    moment: str,
    office: Office,
    templates: dict[str, Path],
    told: dict[str, tuple[Story, list[str]]],
    tmp_path: Path,
) -> None:
    clean, steps = told["atol"]
    numbers = [at for at, step in enumerate(steps, 1) if step.startswith("server ")]
    assert [steps[at - 1] for at in numbers] == ORDERS
    with copied(templates["atol"], tmp_path / "shop", "atol") as shop:
        ended = run_day(shop, tmp_path / "steps", f"{numbers[order]}:{moment}")
        assert ended.code == KILLED
        finish_day(shop)
        assert not left_open(shop)
        assert story(shop) == clean
        report = day.push_and_verify(shop, office)
        assert report.ok, report
        assert not list((shop.data / "register").iterdir())
