"""Of what is paid in advance or on credit the office counts money once, and goods once."""

from __future__ import annotations

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from backoffice.domain.derived import Place, Sale, SaleLines
from backoffice.domain.reduce import derive
from backoffice.domain.stock import StockMoves
from sync.messages import facts as f
from tests.backoffice.trade import GOODS, Till, moment, sold_line

PLACE = Place(till="t", shop="s", epoch=1, seq=9, at=1, day="2026-11-24", hour=12)


def receipt(kind: str, method: int, *tenders: tuple[str, int]) -> f.SaleClosed:
    """One good by that method (1214), paid so."""
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift()
    sale = till.sell(sold_line(1, GOODS[0], 1000))
    paid = tuple(f.Tender(kind=name, amount=amount) for name, amount in tenders)
    lines = tuple(replace(line, method=method) for line in sale.lines)
    total = sum(amount for _, amount in tenders)
    return replace(sale, lines=lines, tenders=paid, total=total, later=f.LaterMark(kind=kind))


def counted(*facts: f.SaleClosed) -> tuple[int, int, int, int]:
    """Revenue, money, lines of goods and thousandths that left the shelf."""
    rows = [row for fact in facts for row in derive(fact, PLACE)]
    sales = [row for row in rows if isinstance(row, Sale)]
    goods = sum(len(row.lines) for row in rows if isinstance(row, SaleLines))
    moved = [row for row in rows if isinstance(row, StockMoves)]
    left = -sum(thousandths for row in moved for _, thousandths in row.moves)
    money = sum(row.cash + row.card for row in sales)
    return sum(row.total for row in sales), money, goods, left


@pytest.mark.parametrize(
    "facts",
    [
        (receipt("prepaid", 1, ("card", 500)), receipt("settled", 4, ("prepaid", 500))),
        (
            receipt("advance", 3, ("cash", 200)),
            receipt("settled", 4, ("prepaid", 200), ("cash", 300)),
        ),
        (receipt("credit", 6, ("credit", 500)), receipt("repaid", 7, ("cash", 500))),
        (
            receipt("credit", 5, ("cash", 100), ("credit", 400)),
            receipt("repaid", 7, ("card", 150)),
            receipt("repaid", 7, ("card", 250)),
        ),
    ],
    ids=["prepaid", "advance", "credit", "part on credit"],
)
def test_money_and_goods_count_once_over_all_receipts(facts: tuple[f.SaleClosed, ...]) -> None:
    assert counted(*facts) == (500, 500, 1, 1000)


def test_a_receipt_of_elsewhere_is_counted_as_it_is() -> None:
    fact = replace(receipt("settled", 4, ("prepaid", 500)), later=UNSET)
    assert counted(fact) == (500, 0, 1, 1000)


def test_goods_on_credit_that_come_back_take_no_money_off() -> None:
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift()
    back = till.take_back(till.sell(sold_line(1, GOODS[0], 1000)))
    back = replace(
        back,
        tenders=(f.Tender(kind="credit", amount=back.total),),
        later=f.LaterMark(kind="credit"),
    )
    (row,) = (row for row in derive(back, PLACE) if isinstance(row, Sale))
    assert (row.kind, row.total, row.cash, row.other) == ("return", 0, 0, 0)
