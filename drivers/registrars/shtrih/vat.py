"""VAT rates on the wire: the byte of FF46h and the code of tag 1199."""

from __future__ import annotations

from collections.abc import Mapping

from drivers.contracts.ffd.tags import Tag

# 1199 → FF46h. 22 % as in the vendor's driver of February 2026; a family of models takes 90h
# and A0h instead, so the table is a setting.
VAT_BYTES: Mapping[int, int] = {
    1: 0x01,
    2: 0x02,
    3: 0x10,
    4: 0x20,
    5: 0x04,
    6: 0x08,
    7: 0x81,
    8: 0x82,
    9: 0x84,
    10: 0x88,
    11: 0xCB,
    12: 0xCC,
}
# 1199 → flat tag of a receipt. For 0 % and "no VAT" it holds the turnover, not a tax. The sums
# of all the other rates travel in 1115 (STLV of 1119 {1199, 1120}).
RECEIPT_TAGS: Mapping[int, Tag] = {
    1: Tag.VAT_20,
    2: Tag.VAT_10,
    3: Tag.VAT_20_120,
    4: Tag.VAT_10_110,
    5: Tag.TURNOVER_0,
    6: Tag.TURNOVER_NONE,
}
# 1199 → per cent inside an amount, of the calculated rates (20/120 …) too.
PERCENT: Mapping[int, int] = {
    **{1: 20, 2: 10, 3: 20, 4: 10, 5: 0, 6: 0},
    **{7: 5, 8: 7, 9: 5, 10: 7, 11: 22, 12: 22},
}
TURNOVER_CODES = (5, 6)  # 0 % and "no VAT" have no tax: their tags hold the turnover
