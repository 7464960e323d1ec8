"""The day on paper says what the page says, on one sheet when the day is normal."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest

from backoffice.domain.figures import ShiftCash
from backoffice.usecases.report_day import DayView, report_day
from backoffice.web.chart import hour_chart
from backoffice.web.format import SPACE, THIN
from backoffice.web.paper.chart import HourBars
from backoffice.web.paper.day import print_day
from backoffice.web.paper.look import load_fonts
from backoffice.web.paper.sheet import WIDTH
from backoffice.web.words import words
from sync.messages import facts as f
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import PASSWORD, Office
from tests.backoffice.trade import GOODS, Till, moment, sold_line

DAY = date(2026, 11, 24)
FIGURE = re.compile(r"\d{1,3}(?: \d{3})*[.,]\d{2}(?!\d)")


def read(pdf: bytes, tmp_path: Path) -> str:
    """The text of a PDF as poppler reads it, all spaces alike."""
    file = tmp_path / "day.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(  # noqa: S603 — a reader on our own file
        ["pdftotext", "-layout", str(file), "-"],  # noqa: S607
        capture_output=True,
        check=True,
    )
    return plain(done.stdout.decode())


def plain(text: str) -> str:
    return text.replace(THIN, " ").replace(SPACE, " ")


def told(file: Path, program: str) -> str:
    """What poppler's tool says of a file."""
    return subprocess.run([program, str(file)], capture_output=True, check=True).stdout.decode()  # noqa: S603


def figures(text: str) -> set[str]:
    """Amounts with kopecks but nought, which paper writes as a dash."""
    return {one for one in FIGURE.findall(plain(text)) if one.strip("0.,")}


def seen(page: str) -> str:
    """The text of a page's content, tooltips included: paper prints those beside the bars."""
    content = page.partition("<main")[2].partition("</main>")[0]
    return unescape(re.sub(r"<[^>]+>", " ", content.replace('<span class="kop">', "")))


def busy(office: Office, *, costs: bool = True) -> Till:
    """A lively day with a Z whose counters are right, and one of each thing to look at."""
    till = Till()
    till.trade("2026-11-17", 60)
    till.close_shift(drawer_of(office, till))
    till.trade("2026-11-24", 150)
    at = {"shift": till.shift, "user": "ivan"}
    till.put(
        f.LineVoided(
            basket="b", line=1, item="i", name="Сыр «Российский»", quantity=1, amount=45900, **at
        )
    )
    till.put(f.BasketCancelled(basket="b", lines=2, amount=81230, **at))
    till.put(f.DrawerOpened(reason="размен купюры", **at))
    till.move("in", 70_000)
    till.move("out", 1_500_000)
    till.at = moment("2026-11-24 21:05")
    close(office, till)
    if costs:
        with office.store.work() as work:
            work.costs.put({good.item: good.price * 7 // 10 for good in GOODS[:9]}, "2026-11-01")
    office.clock.now = moment("2026-11-25 09:00")
    return till


def drawer_of(office: Office, till: Till) -> int:
    return latest_shift(office, till).expected


def latest_shift(office: Office, till: Till) -> ShiftCash:
    office.push(till.rows)
    first, now = date(2026, 11, 17), office.clock()
    return report_day(office.store, first, DAY, now).report.shifts[-1]


def close(office: Office, till: Till, **wrong: int) -> None:
    """Z with the figures of the receipts, and the register's the same but for what is wrong."""
    shift = latest_shift(office, till)
    register = {
        "cash": shift.expected,
        "sale_cash": shift.sale_cash,
        "sale_electronic": shift.sale_card,
        "return_cash": shift.return_cash,
        "return_electronic": shift.return_card,
    }
    till.close_shift(shift.expected, register | wrong)
    row, fact = till.rows.pop(), till.facts.pop()
    assert isinstance(fact, f.ShiftClosed)
    till.at = row.at
    till.put(
        msgspec.structs.replace(
            fact,
            sale_cash=shift.sale_cash,
            sale_card=shift.sale_card,
            return_cash=shift.return_cash,
            return_card=shift.return_card,
        )
    )
    office.push(till.rows)


def view(office: Office, first: date = DAY, last: date = DAY) -> DayView:
    return report_day(office.store, first, last, office.clock())


@pytest.mark.parametrize("language", ["ru", "en"])
def test_paper_and_page_show_the_same_figures(
    office: Office, owner: Browser, tmp_path: Path, language: str
) -> None:
    busy(office)
    owner.get(f"/lang/{language}")
    page = seen(owner.get("/day/2026-11-24").text)
    paper = owner.get("/day/2026-11-24.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    on_paper = figures(read(paper.content, tmp_path))
    # A week ago is grey bars alone on paper; the page has their amounts in tooltips.
    report, say = view(office).report, words(language)
    before = {plain(say.amount(hour.amount)) for hour in report.hours_before}
    # A count of receipts beside an amount reads like its thousands.
    beside = {plain(f"{one.receipts} {say.amount(one.returns)}") for one in report.cashiers}
    assert len(on_paper) > 50
    assert on_paper - figures(page) <= beside
    assert {one for one in figures(page) if one not in " ".join(on_paper)} <= before


def test_each_sum_of_the_report_stands_on_paper(office: Office, tmp_path: Path) -> None:
    busy(office)
    made = view(office)
    report, say = made.report, words("ru")
    text = read(print_day(made, say), tmp_path)
    sums = [report.revenue, report.average, report.returns.total, report.discounts]
    sums += [flow.net for flow in (*report.tenders, *report.vat) if flow.net]
    sums += [good.amount for good in report.goods]
    sums += [one.sales - one.returns for one in report.cashiers]
    sums += [hour.amount for hour in report.hours]
    sums += [report.profit.revenue, -report.profit.cost, report.profit.amount]
    sums += [report.profit.unknown, report.cash_expected]
    sums += [event.amount for one in report.attention for event in one.events if event.amount]
    missing = [one for one in map(say.amount, sums) if plain(one) not in text]
    assert missing == []
    names = [good.name.split()[0] for good in report.goods]
    names += [one.name for one in report.cashiers]
    assert [name for name in (*names, "Лесная, 5", "7707083893") if name not in text] == []


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("costs", [True, False])
def test_a_normal_day_is_one_page(
    office: Office, tmp_path: Path, language: str, costs: bool
) -> None:
    busy(office, costs=costs)
    text = read(print_day(view(office), words(language)), tmp_path)
    assert text.count("\f") == 1
    assert ("Страница 1 из 1" if language == "ru" else "Page 1 of 1") in text


def test_a_hard_day_goes_over_pages_each_with_its_head_and_number(
    office: Office, tmp_path: Path
) -> None:
    till = busy(office)
    till.at = moment("2026-11-24 21:10")
    for n in range(200):
        till.put(
            f.LineVoided(
                basket="b", shift="s", user="ivan", line=1, item="i", name=f"Товар {n}",
                quantity=1000, amount=100 + n,
            )
        )  # fmt: skip
    office.push(till.rows)
    pages = read(print_day(view(office), words("ru")), tmp_path).split("\f")[:-1]
    assert len(pages) > 3
    for n, page in enumerate(pages, 1):
        assert f"Страница {n} из {len(pages)}" in page
        assert "Вторник, 24 ноября 2026" in page
        assert "201 сторно" in page
    assert all(f"Товар {n} " in "".join(pages) for n in range(200))


def test_many_tills_and_cashiers_break_over_pages_too(office: Office, tmp_path: Path) -> None:
    till = Till(at=moment("2026-11-24 08:00"))
    for n in range(70):
        till.open_shift(user=f"somebody {n}")
        till.sell(sold_line(1, GOODS[n % 12], 1000), user=f"somebody {n}")
        till.close_shift(500_000 + GOODS[n % 12].price)
    office.push(till.rows)
    pages = read(print_day(view(office), words("en")), tmp_path).split("\f")[:-1]
    text = "".join(pages)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]
    assert all(f"Shift {n} " in text for n in range(148, 218))
    assert all(f"somebody {n} " in text for n in range(70))
    assert sum("At the Z report" in page for page in pages) > 1


def test_inter_is_embedded_and_the_same_report_gives_the_same_bytes(
    office: Office, tmp_path: Path
) -> None:
    busy(office)
    first, again = (print_day(view(office), words("ru")) for _ in range(2))
    assert first == again
    file = tmp_path / "day.pdf"
    file.write_bytes(first)
    fonts = [line.split() for line in told(file, "pdffonts").splitlines()[2:]]
    embedded = {font[0].partition("+")[2] for font in fonts if font[4] == "yes"}
    assert embedded == {"Inter-Regular", "Inter-SemiBold", "Inter-Bold"}
    about = told(file, "pdfinfo")
    assert "A4" in about
    assert "Отчёт за день · Вторник, 24 ноября 2026 · Лесная, 5" in about


def test_an_empty_day_says_why_on_paper(office: Office, tmp_path: Path) -> None:
    text = read(print_day(view(office), words("ru")), tmp_path)
    assert "Продаж ещё не было" in text
    assert "Страница 1 из 1" in text


def test_several_days_are_one_report_without_a_comparison(office: Office, tmp_path: Path) -> None:
    busy(office)
    made = view(office, date(2026, 11, 17), DAY)
    text = read(print_day(made, words("ru")), tmp_path)
    assert "Отчёт за дни" in text
    assert "17 ноября 2026 — 24 ноября 2026" in text
    assert plain(words("ru").money(made.report.revenue)) in text
    assert "Неделю назад" not in text
    # A moment of several days carries its date.
    assert "24 ноября, 20:35" in text


def test_a_name_of_the_register_s_own_making_breaks_no_page(office: Office, tmp_path: Path) -> None:
    nasty = "<b>Чай & «сахар»</b> " + "оченьдлинноеслово" * 6
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift()
    line = msgspec.structs.replace(sold_line(1, GOODS[0], 1000), name=nasty)
    till.sell(line)
    office.push(till.rows)
    text = read(print_day(view(office), words("ru")), tmp_path)
    assert "<b>Чай & «сахар»</b>" in " ".join(text.split())


def test_amounts_of_a_long_day_stand_upright_over_their_bars(office: Office) -> None:
    till = Till(at=moment("2026-11-24 00:30"))
    till.open_shift()
    for hour in range(24):
        till.at = moment(f"2026-11-24 {hour:02d}:30")
        till.sell(sold_line(1, GOODS[3], 900_000 + hour))
    office.push(till.rows)
    load_fonts()
    report = view(office).report
    wide = HourBars(hour_chart(report.hours, []), words("ru"), WIDTH)
    narrow = HourBars(hour_chart(report.hours[9:12], []), words("ru"), WIDTH)
    assert wide.height > narrow.height
    assert print_day(view(office), words("ru")).startswith(b"%PDF-")


@pytest.mark.parametrize("day", ["2026-11-26", "1999-01-01", "tomorrow", "2026-13-01"])
def test_a_day_that_was_not_is_not_printed(owner: Browser, day: str) -> None:
    answer = owner.get(f"/day/{day}.pdf")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_paper_is_for_the_owner_alone(browser: Browser) -> None:
    answer = browser.get("/day/2026-11-24.pdf")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?")


def test_the_day_page_leads_to_its_paper(office: Office, owner: Browser) -> None:
    busy(office)
    assert 'href="/day/2026-11-24.pdf"' in owner.get("/day/2026-11-24").text
    assert ".pdf" not in owner.get("/day/2026-11-22").text


def test_counters_that_agree_are_said_to(office: Office, tmp_path: Path) -> None:
    busy(office)
    made = view(office)
    assert "счётчики сходятся: 5" in read(print_day(made, words("ru")), tmp_path)
    assert "differs" not in {one.kind for one in made.report.attention}


def test_a_counter_that_differs_is_a_line_that_says_where(office: Office, tmp_path: Path) -> None:
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift()
    till.sell(sold_line(1, GOODS[0], 1000))
    till.sell(sold_line(1, GOODS[1], 1000), cash=0)
    close(office, till, sale_electronic=GOODS[1].price + 100)
    text = " ".join(read(print_day(view(office), words("ru")), tmp_path).split())
    assert "1 расхождение со счётчиками кассы" in text
    assert "продажи картой: у нас 58,90 ₽, у регистратора 59,90 ₽" in text
    assert "счётчики расходятся: 1" in text


def test_the_owner_is_led_back_to_the_paper_after_signing_in(browser: Browser) -> None:
    asked = browser.get("/day/2026-11-24.pdf").headers["location"]
    page = browser.get(asked).text
    form = re.search(r'action="(/login\?to=[^"]+)"', page)
    assert form
    answer = browser.fill(asked, unescape(form[1]), login="vera", password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/day/2026-11-24.pdf")


@pytest.mark.parametrize("to", ["//else.where/", "https://else.where/", "/\\else.where"])
def test_signing_in_leads_nowhere_else(browser: Browser, to: str) -> None:
    address = f"/login?{urlencode({'to': to})}"
    answer = browser.fill(address, address, login="vera", password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
