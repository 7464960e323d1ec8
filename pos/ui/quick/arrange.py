"""Pages of quick keys rearranged: each change gives new pages. No widgets here."""

from __future__ import annotations

from dataclasses import replace

from pos.ui.till.quick_pages import QuickKey, QuickPage

Pages = tuple[QuickPage, ...]


def moved(pages: Pages, page: int, at: int, to: int) -> Pages:
    """A key to another place of its page; those between close up."""
    keys = list(pages[page].keys)
    keys.insert(to, keys.pop(at))
    return _with(pages, page, tuple(keys))


def to_page(pages: Pages, page: int, at: int, other: int) -> Pages:
    """A key to the end of another page."""
    key = pages[page].keys[at]
    return added(removed(pages, page, at), other, key)


def added(pages: Pages, page: int, key: QuickKey) -> Pages:
    """A key at the end of a page."""
    return _with(pages, page, (*pages[page].keys, key))


def removed(pages: Pages, page: int, at: int) -> Pages:
    """A page without that key."""
    keys = pages[page].keys
    return _with(pages, page, keys[:at] + keys[at + 1 :])


def labelled(pages: Pages, page: int, at: int, label: str) -> Pages:
    """Other words on a key."""
    keys = pages[page].keys
    return _with(pages, page, (*keys[:at], replace(keys[at], label=label), *keys[at + 1 :]))


def named(pages: Pages, page: int, name: str) -> Pages:
    """Another name of a page."""
    return (*pages[:page], replace(pages[page], name=name), *pages[page + 1 :])


def page_added(pages: Pages, name: str) -> Pages:
    """An empty page at the end."""
    return (*pages, QuickPage(name, ()))


def page_removed(pages: Pages, page: int) -> Pages:
    """Without that page and its keys."""
    return pages[:page] + pages[page + 1 :]


def _with(pages: Pages, page: int, keys: tuple[QuickKey, ...]) -> Pages:
    return (*pages[:page], replace(pages[page], keys=keys), *pages[page + 1 :])
