"""Ctrl-C while goods are put on sale: the commit ends, and the words are true."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from inventory import __main__ as command
from pos.bootstrap import goods
from pos.bootstrap.goods import StoppedLate


def test_a_stop_during_the_commit_waits_for_its_end() -> None:
    ended: list[str] = []

    def commit() -> None:
        signal.raise_signal(signal.SIGINT)
        ended.append("committed")

    with pytest.raises(StoppedLate):
        goods._to_the_end(commit)
    assert ended == ["committed"]


def test_a_commit_that_fails_is_told_as_its_own_trouble() -> None:
    def commit() -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        goods._to_the_end(commit)


@pytest.mark.parametrize(
    ("stop", "words"), [(StoppedLate, "in the office already"), (KeyboardInterrupt, "nothing was")]
)
def test_whoever_stopped_reads_whether_the_goods_are_in(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    stop: type[KeyboardInterrupt],
    words: str,
) -> None:
    def stopped(*_: object) -> None:
        raise stop

    monkeypatch.setattr(goods, "import_goods", stopped)
    assert command.main(["import", "goods.tsv", "--data", str(tmp_path)]) == 1
    assert words in capsys.readouterr().err
