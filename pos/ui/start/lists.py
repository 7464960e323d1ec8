"""Lists of the first start: tax systems of tag 1055 and the time zones of Russia."""

from __future__ import annotations

from typing import Final

# FFD 1.2, tag 1055: one bit each; bit 3 (ЕНВД) ended in 2021.
TAX_WORDS: Final = {
    1: "start.tax_osn",
    2: "start.tax_usn_income",
    4: "start.tax_usn_profit",
    16: "start.tax_eshn",
    32: "start.tax_patent",
}

ZONE_WORDS: Final = {
    "Europe/Kaliningrad": "start.zone_kaliningrad",
    "Europe/Moscow": "start.zone_moscow",
    "Europe/Samara": "start.zone_samara",
    "Asia/Yekaterinburg": "start.zone_yekaterinburg",
    "Asia/Omsk": "start.zone_omsk",
    "Asia/Novosibirsk": "start.zone_novosibirsk",
    "Asia/Krasnoyarsk": "start.zone_krasnoyarsk",
    "Asia/Irkutsk": "start.zone_irkutsk",
    "Asia/Yakutsk": "start.zone_yakutsk",
    "Asia/Vladivostok": "start.zone_vladivostok",
    "Asia/Magadan": "start.zone_magadan",
    "Asia/Kamchatka": "start.zone_kamchatka",
}
DEFAULT_ZONE: Final = "Europe/Moscow"
