"""What may go wrong with goods; the text says what happened and what to do."""


class GoodsError(Exception):
    """Root of this package's errors."""


class UnreadableGoods(GoodsError):
    """A file that is no table of goods."""
