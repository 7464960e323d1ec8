"""What may go wrong in the back office; the text says what, what it means, what to do."""


class OfficeError(Exception):
    """Root of the package's errors."""


class WrongCode(OfficeError):
    """A one-time code that is unknown, used or too old."""


class AlreadyMade(OfficeError):
    """The office has an owner; a first run happens once."""


class WhichTill(OfficeError):
    """The shop has several tills, or none of that name."""

    def __init__(self, names: list[str]) -> None:
        known = ", ".join(names) or "none yet"
        super().__init__(f"name the till whose disk died with --till; there are: {known}")


class UnknownTill(OfficeError):
    """A question that no till of the office signed, or a token that names none."""


class TakenOut(OfficeError):
    """A till that the owner took out of the office."""


class StaleQuestion(OfficeError):
    """A question that was signed too long ago, or came before: sign it anew."""


class UnknownShop(OfficeError):
    """No shop of that name in the office."""


class Unreadable(OfficeError):
    """A request whose bytes are not the message they should be."""


class Busy(OfficeError):
    """More is being written than the office can take; `wait_s` is when to ask again."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"the office has too much to do; ask again in {wait_s} s")
        self.wait_s = wait_s


class TooLarge(OfficeError):
    """A request above the size limit."""


class WrongPassword(OfficeError):
    """Login and password do not match an owner."""


class WrongFactor(OfficeError):
    """A code of the second factor that does not fit, or was used."""


class TooManyAttempts(OfficeError):
    """Nothing is tried for a while after wrong passwords or codes."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"too many wrong passwords or codes; wait {wait_s} s")
        self.wait_s = wait_s


class UnknownImport(OfficeError):
    """An import that was never begun, or is over."""


class BadEntry(OfficeError):
    """A form field that cannot be taken; `field` and `why` name words of the catalogue."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


class DoesNotFit(OfficeError):
    """A derived row that is there already, or that a column cannot hold."""


class DamagedStore(OfficeError):
    """The database cannot be opened or is not an office."""


class DamagedBackup(OfficeError):
    """A file that is no whole backup of an office."""


class NotEmpty(OfficeError):
    """A database that has an office already, where one was to be made of a backup."""


class BadAddress(OfficeError):
    """The address to listen on cannot be used."""
