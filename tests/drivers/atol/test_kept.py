"""The order under way: on the disk before it is sent, found again, gone once it is told."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from drivers.registrars.atol.kept import Keeper, Order

SALE = Order("0c8ed2a4", "sell")


def test_an_order_is_found_by_the_next_program_until_its_fate_is_known(tmp_path: Path) -> None:
    Keeper("127.0.0.1:16732/", tmp_path / "register").write(SALE)
    again = Keeper("127.0.0.1:16732/", tmp_path / "register")
    assert again.read() == SALE
    again.write(Order(SALE.uuid, SALE.kind, accepted=True))
    assert again.read() == Order("0c8ed2a4", "sell", accepted=True)
    again.clear()
    again.clear()
    assert again.read() is None


def test_registers_of_one_till_do_not_share_an_order(tmp_path: Path) -> None:
    Keeper("127.0.0.1:16732/a", tmp_path).write(SALE)
    assert Keeper("127.0.0.1:16732/b", tmp_path).read() is None


def test_without_a_folder_it_is_kept_for_as_long_as_the_program_runs() -> None:
    Keeper("nowhere", None).write(SALE)
    again = Keeper("nowhere", None)
    assert again.read() == SALE
    again.clear()
    assert again.read() is None


@pytest.mark.parametrize("text", ["", "milk", "[]", "{}", '{"uuid": "a", "colour": "red"}'])
def test_a_file_of_somebody_else_is_no_order_and_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    keeper = Keeper("x", tmp_path)
    keeper.write(SALE)
    (file,) = tmp_path.iterdir()
    file.write_text(text)
    with caplog.at_level(logging.WARNING):
        assert keeper.read() is None
    assert "is no order" in caplog.text


def test_a_half_written_order_never_takes_the_place_of_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper("x", tmp_path)
    keeper.write(SALE)

    def cut(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("drivers.registrars.atol.kept.os.fsync", cut)
    with pytest.raises(OSError, match="No space"):
        keeper.write(Order("other", "sell"))
    assert keeper.read() == SALE
