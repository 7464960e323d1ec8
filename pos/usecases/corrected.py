"""How a deal that puts documents right differs from one that moves money; and its memo."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from zoneinfo import ZoneInfo

import msgspec

from drivers.contracts import receipt as device
from drivers.contracts.errors import DeviceError
from drivers.contracts.receipt import RegistrarReceipt
from pos.domain.basket import BasketState
from pos.domain.correction import Correction
from pos.domain.deal import NO_PLAN, Deal, DealKind
from pos.domain.ports import Work
from pos.usecases.counter import Counter
from pos.usecases.memo import Memo, MemoDocument, memo_lines
from sync.messages.facts import FiscalMark, Tender

MEMO = "correction.memo"  # of the last correction, to be printed again
MEMO_DUE = "correction.memo_due"  # "1" until it has come out
LONGEST_GROUND = 256  # 1177


def marked(receipt: RegistrarReceipt, why: Correction) -> RegistrarReceipt:
    """The receipt as the document that puts another right; on paper, and nothing handed over."""
    ground = device.Correction(
        cause=device.CorrectionCause(why.cause.value),
        settled_on=why.settled_on,
        number=why.number,
        description="" if why.is_itemised else why.reason[:LONGEST_GROUND],
    )
    made = replace(
        receipt,
        correction=ground if why.is_document else None,
        note=why.note,
        is_printed=True,
        cash_received=0,
    )
    if why.is_document and not why.is_itemised:  # totals are sent to nobody
        return replace(made, contact="", buyer=None)
    return made


def cards_of(work: Work, deal: Deal) -> tuple[Tender, ...]:
    """What the wrong receipt's cards were charged, where the right one keeps that sum.

    So a later return still finds the bank's reference.
    """
    cards = [one for one in work.books.tenders(deal.of_sale) if one.kind == "card"]
    same = sum(one.amount for one in cards) == deal.plan.card.kopecks
    return tuple(cards) if same else ()


def refused(work: Work, deal: Deal) -> None:
    """The register made no document. What is behind a reversal that was made stays to decide."""
    if deal.kind is DealKind.SALE and deal.of_sale:
        waits = deal.basket.moved(BasketState.REFUSED)
        work.shelf.put_deal(replace(deal, basket=waits))
        return
    for one in work.shelf.unsettled_corrections():
        given_up(work, one)


def given_up(work: Work, deal: Deal) -> None:
    """Scanned goods are an open basket again; what was made for the correction goes."""
    if deal.correction is not None and deal.correction.from_basket:
        opened = deal.basket.moved(BasketState.OPEN)
        plain = Deal(opened, DealKind.SALE, deal.user, deal.shift, NO_PLAN)
        work.shelf.put_deal(plain)
    else:
        work.shelf.forget(deal.basket.basket)


def told(work: Work, deal: Deal, mark: FiscalMark) -> None:
    """The memo gets this document; it is printed when the last one is made."""
    why = deal.correction
    if why is None:
        return
    user = work.people.get(deal.user)
    known = _known(work)
    why = replace(why, from_basket=False)
    is_same = known is not None and (known.of_sale, known.why) == (deal.of_sale, why)
    begun = known if is_same and work.setting(MEMO_DUE) == "1" else None
    document = MemoDocument(
        operation="return" if deal.kind is DealKind.RETURN else "sale",
        is_correction=why.is_document,
        number=f"{mark.shift:04}-{mark.number:04}",
        fd=mark.fd,
        sign=mark.sign,
        at=mark.at,
        total=deal.total.kopecks,
        cash=deal.cash.kopecks,
        card=deal.plan.card.kopecks,
    )
    memo = Memo(
        of_sale=deal.of_sale,
        why=why,
        shop=work.setting("shop.name"),
        inn=work.setting("shop.inn"),
        till=work.setting("till.name"),
        registrar=mark.registrar,
        fn=mark.fn,
        cashier=user.name if user else "",
        documents=(*(begun.documents if begun else ()), document),
    )
    work.set_setting(MEMO, msgspec.json.encode(memo).decode())
    work.set_setting(MEMO_DUE, "1")


def print_memo(counter: Counter, *, again: bool = False) -> None:
    """Print the memo once all documents are made; `again`: one that has come out already.

    A printer that fails leaves it due: it comes out with the next receipt.
    """
    with counter.till.work() as work:
        memo = _known(work)
        due = work.setting(MEMO_DUE) == "1" and not work.shelf.unsettled_corrections()
        zone = ZoneInfo(work.setting("shop.zone") or "UTC")
    if memo is None or not (due or again):
        return
    lines = memo_lines(memo, counter.now().astimezone(zone))
    if again:
        counter.registrar.print_text(lines)
        return
    with suppress(DeviceError):
        counter.registrar.print_text(lines)
        with counter.till.work() as work:
            work.set_setting(MEMO_DUE, "")
            work.commit()


def _known(work: Work) -> Memo | None:
    kept = work.setting(MEMO)
    return msgspec.json.decode(kept, type=Memo) if kept else None
