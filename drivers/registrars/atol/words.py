"""Numbers of the fiscal formats (ФФД) and the words that tasks have for them."""

from __future__ import annotations

from drivers.contracts.receipt import AgentKind, CorrectionCause, Operation
from drivers.contracts.registrar import DocumentKind, DriveWarning, ShiftState

OPERATIONS = {
    Operation.SALE: "sell",
    Operation.SALE_RETURN: "sellReturn",
    Operation.PURCHASE: "buy",
    Operation.PURCHASE_RETURN: "buyReturn",
}
CORRECTION = "Correction"  # after the word of an operation
TAX_SYSTEMS = {1: "osn", 2: "usnIncome", 4: "usnIncomeOutcome", 16: "esn", 32: "patent"}
# Names of 22 % were seen in one client of 2026; the driver's own list of that year was not.
VAT = {
    **{1: "vat20", 2: "vat10", 3: "vat120", 4: "vat110", 5: "vat0", 6: "none"},
    **{7: "vat5", 8: "vat7", 9: "vat105", 10: "vat107", 11: "vat22", 12: "vat122"},
}
METHODS = {
    1: "fullPrepayment",
    2: "prepayment",
    3: "advance",
    4: "fullPayment",
    5: "partialPayment",
    6: "credit",
    7: "creditPayment",
}
SUBJECTS = {
    **{1: "commodity", 2: "excise", 3: "job", 4: "service", 5: "gamblingBet"},
    **{6: "gamblingPrize", 7: "lottery", 8: "lotteryPrize", 9: "intellectualActivity"},
    **{10: "payment", 11: "agentCommission", 12: "composite", 13: "another"},
    **{14: "proprietaryLaw", 15: "nonOperatingIncome", 16: "otherContributions"},
    **{17: "merchantTax", 18: "touristTax", 19: "deposit", 20: "consumption"},
    **{21: "soleProprietorCpiContributions", 22: "cpiContributions"},
    **{23: "soleProprietorCmiContributions", 24: "cmiContributions", 25: "csiContributions"},
    **{26: "casinoPayment", 27: "fundsIssuance", 30: "exciseWithoutMarking"},
    **{31: "exciseWithMarking", 32: "commodityWithoutMarking", 33: "commodityWithMarking"},
}
MEASURES = {
    **{0: "piece", 10: "gram", 11: "kilogram", 12: "ton"},
    **{20: "centimeter", 21: "decimeter", 22: "meter"},
    **{30: "squareCentimeter", 31: "squareDecimeter", 32: "squareMeter"},
    **{40: "milliliter", 41: "liter", 42: "cubicMeter", 50: "kilowattHour", 51: "gkal"},
    **{70: "day", 71: "hour", 72: "minute", 73: "second"},
    **{80: "kilobyte", 81: "megabyte", 82: "gigabyte", 83: "terabyte", 255: "otherUnits"},
}
# Tag 1197 of FFD 1.05 and 1.1 is text.
MEASURES_1_05 = {
    **{0: "шт", 10: "г", 11: "кг", 12: "т", 20: "см", 21: "дм", 22: "м", 30: "см2", 31: "дм2"},
    **{32: "м2", 40: "мл", 41: "л", 42: "м3", 50: "кВт*ч", 51: "Гкал", 70: "сут", 71: "ч"},
    **{72: "мин", 73: "с", 80: "Кбайт", 81: "Мбайт", 82: "Гбайт", 83: "Тбайт", 255: ""},
}
AGENTS = {
    AgentKind.BANK_AGENT: "bankPayingAgent",
    AgentKind.BANK_SUBAGENT: "bankPayingSubagent",
    AgentKind.PAYMENT_AGENT: "payingAgent",
    AgentKind.PAYMENT_SUBAGENT: "payingSubagent",
    AgentKind.ATTORNEY: "attorney",
    AgentKind.COMMISSIONER: "commissionAgent",
    AgentKind.AGENT: "another",
}
CAUSES = {CorrectionCause.OWN: "self", CorrectionCause.ORDER: "instruction"}
# Tenders in the order of the numbers that older drivers take for them.
TENDERS = ("cash", "electronically", "prepaid", "credit", "other")
SHIFTS = {
    "closed": ShiftState.CLOSED,
    "opened": ShiftState.OPEN,
    "expired": ShiftState.EXPIRED,
}
WARNINGS = {
    "needReplacement": DriveWarning.REPLACE_AT_ONCE,
    "resourceExhausted": DriveWarning.REPLACE_SOON,
    "memoryOverflow": DriveWarning.NEARLY_FULL,
    "ofdTimeout": DriveWarning.OFD_SILENT,
    "criticalError": DriveWarning.CRITICAL,
}
# Forms of strict accounting (БСО) are receipts under another name.
DOCUMENTS = {
    "registration": DocumentKind.REGISTRATION,
    "changeRegistrationParameters": DocumentKind.REREGISTRATION,
    "closeArchive": DocumentKind.DRIVE_CLOSE,
    "ofdExchangeStatus": DocumentKind.STATE_REPORT,
    "openShift": DocumentKind.SHIFT_OPEN,
    "closeShift": DocumentKind.SHIFT_CLOSE,
    "receipt": DocumentKind.RECEIPT,
    "receiptCorrection": DocumentKind.CORRECTION,
    "bso": DocumentKind.RECEIPT,
    "bsoCorrection": DocumentKind.CORRECTION,
}
# The time of setDateTime and the dates of corrections, as one client writes them.
CLOCK = "%Y.%m.%d %H:%M:%S"
DAY = "%Y.%m.%d"
