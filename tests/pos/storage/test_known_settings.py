"""Settings kept in memory are the settings on the disk, also after a change that did not last."""

from __future__ import annotations

import threading

import pytest

from tests.fakes.till import Shop


class PowerGone(Exception):
    """Of this test."""


def known(shop: Shop, key: str) -> str:
    with shop.store.work() as work:
        return work.setting(key)


def put(shop: Shop, key: str, value: str) -> None:
    with shop.store.work() as work:
        work.set_setting(key, value)
        work.commit()


def test_a_setting_is_known_as_it_was_written_last(shop: Shop) -> None:
    assert known(shop, "look.theme") == ""
    put(shop, "look.theme", "dark")
    put(shop, "look.theme", "light")
    assert known(shop, "look.theme") == "light"
    shop.reopen()
    assert known(shop, "look.theme") == "light"


def test_a_setting_that_did_not_last_is_not_remembered(shop: Shop) -> None:
    put(shop, "look.theme", "dark")

    def fail(point: str) -> None:
        if point == "before commit":
            raise PowerGone

    shop.watch = fail
    with pytest.raises(PowerGone):
        put(shop, "look.theme", "light")
    shop.watch = lambda point: None
    assert known(shop, "look.theme") == "dark"


def test_a_setting_is_seen_by_the_work_that_writes_it(shop: Shop) -> None:
    with shop.store.work() as work:
        work.set_setting("look.scale", "120")
        assert work.setting("look.scale") == "120"
    assert known(shop, "look.scale") == ""


def test_who_waits_for_no_work_reads_what_was_committed(shop: Shop) -> None:
    put(shop, "look.theme", "dark")
    with shop.store.work() as work:
        work.set_setting("look.theme", "light")
        told: list[str] = []
        asks = threading.Thread(target=lambda: told.append(shop.store.setting("look.theme")))
        asks.start()
        asks.join()
        assert told == ["dark"]
        work.commit()
    assert shop.store.setting("look.theme") == "light"
