"""What is printed on the physical key, whatever the layout: a US keyboard by its key codes.

A wedge scanner presses keys of a US keyboard; with the Russian layout on, their text would be
Cyrillic. Key codes are those of Linux evdev (input-event-codes.h), which repeat the PC set 1
codes that Windows reports; X11 and Wayland add 8.
"""

from __future__ import annotations

from typing import Final

GS: Final = "\x1d"
_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
_PAD: Final = {55: "*", 74: "-", 83: "."} | dict(
    zip((71, 72, 73, 75, 76, 77, 79, 80, 81, 82), "7894561230", strict=True)
)
_PLAIN: Final = {first + i: char for first, row, _ in _ROWS for i, char in enumerate(row)} | _PAD
_SHIFTED: Final = {first + i: char for first, _, row in _ROWS for i, char in enumerate(row)}
OFFSETS: Final = {"xcb": 8, "wayland": 8, "windows": 0}


def char_of(scan_code: int, *, shift: bool, platform: str) -> str:
    """The character of a physical key, or "" when the platform or the key is not known."""
    offset = OFFSETS.get(platform)
    if offset is None or not scan_code:
        return ""
    code = scan_code - offset
    return (_SHIFTED if shift else _PLAIN).get(code, "")
