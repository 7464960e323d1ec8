"""Pages of the office: what they say, in both languages, and what their forms do."""

from __future__ import annotations

import re

import msgspec
import pytest

from backoffice.usecases import secrets
from backoffice.usecases.publish import feed_page, publish_items
from sync.messages.feed import ItemChanged, UserChanged
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import Office
from tests.backoffice.trade import GOODS, Till, moment, sold_line

PATHS = (
    "/",
    "/day/2026-11-23",
    "/tasks",
    "/goods",
    "/goods/new",
    "/goods/item-1",
    "/stock",
    "/proposals",
    "/proposals/made-1",
    "/people",
    "/people/new",
    "/people/anna",
    "/own",
    "/second-factor",
)
GOOD = {"name": "Кефир", "price": "89,90", "unit": "0", "vat": "2", "group": "Молочное"}
PERSON = {"name": "Пётр", "role": "cashier", "pin": "2580", "max_discount": "5", "active": "1"}
THIN, SPACE = "\u202f", "\u00a0"


def traded(office: Office) -> Till:
    till = Till(at=moment("2026-11-24 10:00"))
    till.open_shift()
    till.sell(sold_line(1, GOODS[3], 1284))
    till.sell(sold_line(1, GOODS[0], 2000), cash=0, user="ivan")
    office.push(till.rows)
    return till


def last(office: Office) -> ItemChanged | UserChanged:
    record = feed_page(office.store, "", 0).records[-1]
    assert isinstance(record, ItemChanged | UserChanged)
    return record


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_whole_and_asks_no_other_host(
    office: Office, owner: Browser, path: str, language: str
) -> None:
    till = traded(office)
    till.make_good()
    office.push(till.rows)
    owner.get(f"/lang/{language}")
    answer = owner.get(path)
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', answer.text)
    assert not re.search(r"<script(?![^>]*src=)|<style| style=| on[a-z]+=", answer.text)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    if language == "en":
        shown = re.sub(r'<a [^>]*lang="ru".*?</a>', "", answer.text)
        assert not re.search("[а-яё]", _without_data(shown), re.IGNORECASE)


def _without_data(page: str) -> str:
    """The page without names of the shop's own goods, people and places."""
    own = [word for good in GOODS for word in (good.name, good.group)]
    own += ["Анна Лебедева", "Иван Крылов", "Вера Соколова", "Лесная, 5", "Касса 1"]
    for word in own:
        page = page.replace(word, "")
    return re.sub('class="face"[^<]*<', "<", page)


def test_the_day_shows_revenue_goods_people_and_cash(office: Office, owner: Browser) -> None:
    traded(office)
    page = owner.get("/").text
    cheese = 115432  # 1.284 × 899.00, half up
    assert f'1{THIN}344<span class="kop">,12</span>{THIN}₽' in page
    assert cheese + 2 * GOODS[0].price == 134412
    for text in ("сейчас, 14:32", "Сыр «Российский» 50 %", f"1,284{SPACE}кг", "Иван Крылов"):
        assert text in page
    assert f"6{THIN}154,32{SPACE}₽" in page
    assert "Всё спокойно" in page


@pytest.mark.parametrize(
    ("day", "why"),
    [("2026-11-23", "Магазин ещё не работал"), ("2026-11-24", "Сегодня пока тихо")],
)
def test_an_empty_day_says_why(office: Office, owner: Browser, day: str, why: str) -> None:
    till = Till(at=moment("2026-11-25 10:00"))
    till.open_shift()
    till.sell(sold_line(1, GOODS[0], 1000))
    till.close_shift(500000 + GOODS[0].price)
    if day == "2026-11-23":
        office.push(till.rows)
        office.clock.now = moment("2026-11-26 09:00")
        assert why in owner.get(f"/day/{day}").text
        assert "В этот день не торговали" not in owner.get("/day/2026-11-25").text
    else:
        first = Till(at=moment("2026-11-20 10:00"))
        first.open_shift()
        first.sell(sold_line(1, GOODS[0], 1000))
        first.close_shift(500000 + GOODS[0].price)
        office.push(first.rows)
        assert why in owner.get("/").text
        assert "В этот день не торговали" in owner.get("/day/2026-11-22").text


def test_an_open_shift_without_receipts_shows_its_drawer(office: Office, owner: Browser) -> None:
    till = Till(at=moment("2026-11-24 10:00"))
    till.open_shift()
    office.push(till.rows)
    page = owner.get("/").text
    assert "ни один чек ещё не пробит" in page
    assert f"5{THIN}000,00{SPACE}₽" in page
    assert "<rect" not in page.replace('<rect class="track"', "")


def test_a_good_keeps_a_rate_that_is_no_longer_offered(office: Office, owner: Browser) -> None:
    publish_items(office.store, [msgspec.structs.replace(GOODS[0], vat=1)])
    assert '<option value="1" selected>' in owner.get("/goods/item-1").text
    assert '<option value="1"' not in owner.get("/goods/item-2").text


def test_an_office_without_any_sale_says_what_to_do(owner: Browser) -> None:
    assert "Откройте смену на кассе" in owner.get("/").text


@pytest.mark.parametrize(
    "day", ["2026-11-24", "2027-01-01", "nonsense", "1999-01-01", "2026-13-01"]
)
def test_a_day_that_cannot_be_shown_leads_to_today(owner: Browser, day: str) -> None:
    answer = owner.get(f"/day/{day}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_chosen_date_leads_to_its_day(owner: Browser) -> None:
    assert owner.get("/day?date=2026-11-20").headers["location"] == "/day/2026-11-20"


def test_the_chart_has_a_bar_for_each_hour_of_trade(office: Office, owner: Browser) -> None:
    till = Till(at=moment("2026-11-24 06:10"))
    till.open_shift()
    till.sell(sold_line(1, GOODS[0], 1000))
    office.push(till.rows)
    page = owner.get("/").text
    assert page.count('class="now"') == 1
    assert page.count('class="sense"') == len(range(6, 21))


def test_a_task_is_told_on_the_day_and_on_its_page(office: Office, owner: Browser) -> None:
    till = traded(office)
    till.put_bytes("GiftCardSold", 1, b"{}")
    office.push(till.rows)
    assert "1 запись не разобрана" in owner.get("/").text
    page = owner.get("/tasks").text
    assert "GiftCardSold" in page
    assert "Обновите офис" in page


def test_differences_are_told_in_words_and_amounts(office: Office, owner: Browser) -> None:
    till = Till(at=moment("2026-11-24 10:00"))
    till.open_shift(fund=100_00)
    till.close_shift(90_00, {"cash": 80_00})
    office.push(till.rows)
    page = owner.get("/").text
    assert f"по чекам 100,00{SPACE}₽, по Z-отчёту 90,00{SPACE}₽" in page
    assert f"наличные в ящике: у нас 90,00{SPACE}₽, у регистратора 80,00{SPACE}₽" in page
    assert "Всё спокойно" not in page


def test_a_good_is_added_and_goes_to_the_tills(office: Office, owner: Browser) -> None:
    answer = owner.fill("/goods/new", "/goods/new", codes="4607001234567 4607001234574", **GOOD)
    good = last(office)
    assert isinstance(good, ItemChanged)
    assert answer.headers["location"] == f"/goods?saved={good.item}"
    assert (good.name, good.price, good.vat, good.article) == ("Кефир", 8990, 2, "13")
    assert good.codes == ("4607001234567", "4607001234574")
    assert "Сохранено" in owner.get(answer.headers["location"]).text


def test_a_price_is_changed_and_the_rest_stays(office: Office, owner: Browser) -> None:
    page = owner.get("/goods/item-1").text
    assert 'value="94,90"' in page
    fields = {"article": "1", "codes": GOODS[0].codes[0], "name": GOODS[0].name}
    owner.fill("/goods/item-1", "/goods/item-1", **{**GOOD, **fields, "price": "99.50"})
    good = last(office)
    assert isinstance(good, ItemChanged)
    assert (good.item, good.price, good.name) == ("item-1", 9950, GOODS[0].name)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("price", "12,345", "Цена — число"),
        ("price", "", "Цена — число"),
        ("name", " ", "Заполните это поле"),
        ("name", "я" * 129, "Слишком длинно"),
        ("vat", "99", "Выберите из списка"),
        ("unit", "х", "Выберите из списка"),
        ("codes", "код", "Код — латинские"),
        ("codes", "4600000000003", "занято другим"),
        ("article", "7", "занято другим"),
        ("article", "4600000000003", "занято другим"),
    ],
)
def test_a_good_typed_wrong_is_shown_again_and_not_published(
    office: Office, owner: Browser, field: str, value: str, why: str
) -> None:
    before = last(office)
    answer = owner.fill("/goods/new", "/goods/new", **{**GOOD, field: value})
    assert answer.status_code == 422
    assert why in answer.text
    assert 'value="89,90"' in answer.text or field == "price"
    assert last(office) == before


def test_a_good_is_taken_off_sale(office: Office, owner: Browser) -> None:
    answer = owner.fill("/goods/item-2", "/goods/item-2/gone")
    assert answer.headers["location"] == "/goods?saved=gone"
    good = last(office)
    assert isinstance(good, ItemChanged)
    assert (good.item, good.gone) == ("item-2", True)
    assert GOODS[1].name not in owner.get("/goods").text


def test_goods_are_found_and_narrowed_to_a_group(owner: Browser) -> None:
    page = owner.get("/goods?q=молоко").text
    assert GOODS[0].name in page
    assert GOODS[1].name not in page
    assert "12 товаров" in owner.get("/goods").text
    assert "3 товара" in owner.get("/goods?group=Молочное").text
    assert "Ничего не нашлось" in owner.get("/goods?q=гвозди").text


def test_names_cannot_smuggle_markup_into_a_page(office: Office, owner: Browser) -> None:
    owner.fill("/goods/new", "/goods/new", **{**GOOD, "name": "<script>alert(1)</script>"})
    page = owner.get("/goods?q=script").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_person_is_added_with_a_hashed_pin(office: Office, owner: Browser) -> None:
    rights = ["discount", "shift", "no such right"]
    owner.fill("/people/new", "/people/new", rights=rights, **PERSON)
    person = last(office)
    assert isinstance(person, UserChanged)
    assert (person.name, person.role, person.max_discount) == ("Пётр", "cashier", 500)
    assert person.rights == ("discount", "shift")
    assert person.pin_hash.startswith("$argon2id$")
    assert secrets.matches(person.pin_hash, "2580")
    assert "2580" not in repr(person)


def test_an_empty_pin_keeps_the_old_one(office: Office, owner: Browser) -> None:
    owner.fill("/people/new", "/people/new", **PERSON)
    person = last(office)
    assert isinstance(person, UserChanged)
    path = f"/people/{person.user}"
    owner.fill(path, path, **{**PERSON, "pin": "", "name": "Пётр Ильич"})
    changed = last(office)
    assert isinstance(changed, UserChanged)
    assert (changed.name, changed.pin_hash) == ("Пётр Ильич", person.pin_hash)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("pin", "", "от 4 до 8 цифр"),
        ("pin", "12", "от 4 до 8 цифр"),
        ("pin", "1234", "Слишком простой"),
        ("name", "", "Заполните это поле"),
        ("role", "tsar", "Выберите из списка"),
        ("max_discount", "150", "от 0 до 100"),
        ("inn", "123456789012", "последние две"),
    ],
)
def test_a_person_typed_wrong_is_shown_again_and_not_published(
    office: Office, owner: Browser, field: str, value: str, why: str
) -> None:
    before = last(office)
    answer = owner.fill("/people/new", "/people/new", **{**PERSON, field: value})
    assert answer.status_code == 422
    assert why in answer.text
    assert last(office) == before


def test_a_pin_of_somebody_else_is_refused(owner: Browser) -> None:
    owner.fill("/people/new", "/people/new", **PERSON)
    answer = owner.fill("/people/new", "/people/new", **{**PERSON, "name": "Павел"})
    assert answer.status_code == 422
    assert "занято другим" in answer.text


def test_the_last_owner_cannot_leave(office: Office, owner: Browser) -> None:
    fields = {**PERSON, "pin": "", "name": "Вера", "role": "owner"}
    leaves = owner.fill("/people/vera", "/people/vera", **{**fields, "active": ""})
    assert leaves.status_code == 422
    assert "владелец должен остаться" in leaves.text
    owner.fill("/people/new", "/people/new", **{**PERSON, "role": "owner"})
    assert owner.fill("/people/vera", "/people/vera", **{**fields, "active": ""}).status_code == 303


def test_what_is_not_there_is_told_kindly(owner: Browser) -> None:
    answer = owner.get("/nowhere")
    assert answer.status_code == 404
    assert "Такой страницы нет" in answer.text
    for path, lands in (("/goods/none", "/goods"), ("/people/none", "/people")):
        assert owner.get(path).headers["location"] == lands


def test_static_files_are_kept_by_the_browser_until_they_change(owner: Browser) -> None:
    page = owner.get("/").text
    addresses = re.findall(r'(?:src|href)="(/static/[^"#]+)', page)
    assert len(addresses) >= 3
    for address in addresses:
        answer = owner.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


def test_every_font_of_the_style_sheet_is_served(owner: Browser) -> None:
    style = owner.get("/static/office.css").text
    fonts = re.findall(r"url\((fonts/[^)]+)\)", style)
    assert len(fonts) == 3
    for font in fonts:
        assert owner.get(f"/static/{font}").content.startswith(b"wOF2")
    assert "SIL OPEN FONT LICENSE" in owner.get("/static/fonts/OFL.txt").text
