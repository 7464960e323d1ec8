"""The facts that follow from a registered receipt."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET, UnsetType

from drivers.contracts.receipt import Operation
from drivers.contracts.registrar import DocumentMade
from drivers.contracts.terminal import CardResult
from fiscal.domain.attempt import Baseline
from pos.domain import contact
from pos.domain.buyer import Buyer
from pos.domain.deal import Deal, DealKind
from pos.domain.pricing import priced
from sync.messages.facts import (
    CorrectionMark,
    Fact,
    FiscalMark,
    LaterMark,
    SaleClosed,
    SaleReturned,
    SoldLine,
    Tender,
)

OPERATION = {
    DealKind.SALE: Operation.SALE,
    DealKind.RETURN: Operation.SALE_RETURN,
    DealKind.PURCHASE: Operation.PURCHASE,
}


def mark_of(document: DocumentMade, before: Baseline) -> FiscalMark:
    """Where the drive keeps the document."""
    return FiscalMark(
        registrar=before.serial,
        fn=before.fn,
        fd=document.fd,
        sign=document.sign,
        at=document.at.isoformat() if document.at else "",
        shift=document.shift,
        number=document.number,
    )


def fact_of(
    deal: Deal, mark: FiscalMark, document: DocumentMade, tenders: tuple[Tender, ...]
) -> Fact:
    vat = {str(code): kopecks for code, kopecks in sorted(document.vat.items())}
    number = f"{mark.shift:04}-{mark.number:04}"
    if deal.kind is DealKind.RETURN:
        return SaleReturned(
            sale=deal.basket.basket,
            number=number,
            of_sale=deal.of_sale,
            of_number=deal.of_number,
            shift=deal.shift,
            user=deal.user,
            lines=_sold(deal),
            tenders=tenders,
            total=deal.total.kopecks,
            vat=vat,
            tax_system=deal.tax_system,
            fiscal=mark,
            reason=deal.reason,
            contact=contact.kind(deal.basket.contact),
            rounding=deal.rounding.kopecks or UNSET,
            correction=_correction(deal),
            later=_later(deal),
        )
    return SaleClosed(
        sale=deal.basket.basket,
        number=number,
        shift=deal.shift,
        user=deal.user,
        lines=_sold(deal),
        tenders=tenders,
        total=deal.total.kopecks,
        discount=deal.basket.saved.kopecks,
        received=deal.plan.received.kopecks,
        change=deal.change.kopecks,
        vat=vat,
        tax_system=deal.tax_system,
        fiscal=mark,
        contact=contact.kind(deal.basket.contact),
        begun_at=deal.basket.begun_at,
        buyer=_kind(deal.basket.buyer),
        operation=OPERATION[deal.kind],
        rounding=deal.rounding.kopecks or UNSET,
        correction=_correction(deal),
        later=_later(deal),
    )


def _later(deal: Deal) -> LaterMark | UnsetType:
    why = deal.later
    if why is None:
        return UNSET
    return LaterMark(kind=why.kind.value, of_sale=why.of_sale, of_number=why.of_number)


def _correction(deal: Deal) -> CorrectionMark | UnsetType:
    why = deal.correction
    if why is None:
        return UNSET
    return CorrectionMark(
        cause=why.cause.value,
        settled_on=why.settled_on.isoformat(),
        reason=why.reason,
        number=why.number,
        of_number=why.of_number,
        of_fd=why.of_fd,
        document=why.is_document,
    )


def _kind(named: Buyer | None) -> str | UnsetType:
    """That a business bought, never which: a sole trader is a person."""
    if named is None:
        return UNSET
    return "trader" if named.is_person else "company"


def _sold(deal: Deal) -> tuple[SoldLine, ...]:
    return tuple(
        SoldLine(
            line=number,
            basket_line=part.source.line,
            item=part.source.item,
            code=part.source.code,
            name=part.source.name,
            unit=int(part.quantity.unit),
            quantity=part.quantity.thousandths,
            list_price=part.source.list_price.kopecks,
            price=part.price.kopecks,
            amount=part.amount.kopecks,
            vat=int(part.source.vat),
            subject=part.source.subject,
            method=part.source.method,
            item_codes=part.item_codes,
            of_line=part.source.of_line,
        )
        for number, part in enumerate(priced(deal.basket), 1)
    )


def tenders_of(deal: Deal, charged: Sequence[CardResult | Tender]) -> tuple[Tender, ...]:
    by_card = tuple(
        Tender(kind="card", amount=c.amount, ref=c.ref, rrn=c.rrn, card=c.card) for c in charged
    )
    if deal.plan.card and not charged:  # a terminal of its own, not wired to the till
        by_card = (Tender(kind="card", amount=deal.plan.card.kopecks),)
    named = (
        ("cash", deal.cash),
        ("prepaid", deal.prepaid),
        ("credit", deal.credit),
        ("provision", deal.provision),
    )
    others = tuple(Tender(kind=kind, amount=sum_.kopecks) for kind, sum_ in named if sum_)
    return by_card + others
