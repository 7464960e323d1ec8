"""Tags of fiscal documents by name and type (приказ о форматах ФФД 1.05–1.2)."""

from __future__ import annotations

from enum import Enum, IntEnum


class Tag(IntEnum):
    """Numbers of tags this program writes or reads."""

    TITLE = 1000
    AUTONOMOUS = 1002
    TRANSFER_ADDRESS = 1005
    CONTACT = 1008
    ADDRESS = 1009
    AT = 1012
    REGISTER_SERIAL = 1013
    TRANSFER_INN = 1016
    OFD_INN = 1017
    USER_INN = 1018
    TOTAL = 1020
    CASHIER = 1021
    QUANTITY = 1023
    TRANSFER_NAME = 1026
    ITEM_NAME = 1030
    CASH = 1031
    RNM = 1037
    SHIFT = 1038
    FD = 1040
    FN = 1041
    RECEIPT_NUMBER = 1042
    AMOUNT = 1043
    AGENT_OPERATION = 1044
    OFD_NAME = 1046
    USER = 1048
    DRIVE_ENDS = 1050
    DRIVE_AT_ONCE = 1051
    DRIVE_FULL = 1052
    OFD_TIMEOUT = 1053
    OPERATION = 1054
    TAX_SYSTEM = 1055
    ITEM = 1059
    TAX_SITE = 1060
    TAX_SYSTEMS = 1062
    AGENT_PHONE = 1073
    OPERATOR_PHONE = 1074
    TRANSFER_PHONE = 1075
    SIGN = 1077
    PRICE = 1079
    ELECTRONIC = 1081
    UNSENT = 1097
    FIRST_UNSENT_AT = 1098
    VAT_20 = 1102
    VAT_10 = 1103
    TURNOVER_0 = 1104
    TURNOVER_NONE = 1105
    VAT_20_120 = 1106
    VAT_10_110 = 1107
    SHIFT_DOCUMENTS = 1111
    VAT_SUMS = 1115
    FIRST_UNSENT = 1116
    SENDER = 1117
    SHIFT_RECEIPTS = 1118
    VAT_SUM_ENTRY = 1119
    VAT_SUM = 1120
    TOTALS_SALE = 1129
    TOTALS_SALE_RETURN = 1130
    TOTALS_PURCHASE = 1131
    TOTALS_PURCHASE_RETURN = 1132
    TOTALS_CORRECTIONS = 1133
    ALL_RECEIPTS = 1134
    RECEIPTS = 1135
    TOTAL_CASH = 1136
    TOTAL_ELECTRONIC = 1138
    TOTAL_VAT_20 = 1139
    TOTAL_VAT_10 = 1140
    TOTAL_VAT_20_120 = 1141
    TOTAL_VAT_10_110 = 1142
    TOTAL_TURNOVER_0 = 1143
    CORRECTIONS = 1144
    ITEM_CODE_1_05 = 1162
    ITEM_CODE = 1163
    SUPPLIER_PHONE = 1171
    CORRECTION_CAUSE = 1173
    CORRECTION_GROUND = 1174
    GROUND_NAME = 1177
    GROUND_DAY = 1178
    GROUND_NUMBER = 1179
    TOTAL_TURNOVER_NONE = 1183
    PLACE = 1187
    REGISTER_VERSION = 1188
    REGISTER_FFD = 1189
    DRIVE_FFD = 1190
    NOTE = 1192
    SHIFT_TOTALS = 1194
    UNIT = 1197
    VAT_RATE = 1199
    ITEM_VAT = 1200
    GRAND_TOTAL = 1201
    CASHIER_INN = 1203
    FFD = 1209
    SUBJECT = 1212
    METHOD = 1214
    PREPAID = 1215
    CREDIT = 1216
    PROVISION = 1217
    TOTAL_PREPAID = 1218
    TOTAL_CREDIT = 1219
    TOTAL_PROVISION = 1220
    AGENT_KIND = 1222
    AGENT = 1223
    SUPPLIER = 1224
    SUPPLIER_NAME = 1225
    SUPPLIER_INN = 1226
    BUYER_NAME = 1227
    BUYER_INN = 1228
    BUYER = 1256
    CODE_UNKNOWN = 1300
    CODE_GS1 = 1305
    CODE_MODE = 2102
    CODE_VERDICT = 2106
    MEASURE = 2108
    CODE_CONTROL = 2115


class Kind(Enum):
    """How the value of a tag is written."""

    NUMBER = "number"  # fixed size, little-endian
    VLN = "vln"  # as few bytes as it takes
    FVLN = "fvln"  # digits after the point, then VLN
    TEXT = "text"  # CP866
    TIME = "time"  # u32, local seconds as if they were UTC
    BYTES = "bytes"
    NESTED = "nested"


_KINDS = {
    Kind.VLN: (
        *(1020, 1031, 1043, 1079, 1081, 1102, 1103, 1104, 1105, 1106, 1107, 1120, 1136, 1138),
        *(1139, 1140, 1141, 1142, 1143, 1183, 1198, 1200, 1201, 1215, 1216, 1217, 1218, 1219),
        *(1220, 1229),
    ),
    Kind.NUMBER: (
        *(1001, 1002, 1022, 1038, 1040, 1042, 1050, 1051, 1052, 1053, 1054, 1055, 1056, 1057),
        *(1062, 1097, 1101, 1108, 1109, 1110, 1111, 1116, 1118, 1126, 1134, 1135, 1144, 1173),
        *(1189, 1190, 1193, 1199, 1205, 1206, 1207, 1209, 1212, 1213, 1214, 1221, 1222, 1290),
        *(2003, 2004, 2005, 2100, 2102, 2105, 2106, 2107, 2108, 2109, 2110, 2111, 2112, 2113),
    ),
    Kind.FVLN: (1023,),
    Kind.TIME: (1012, 1098, 1178, 2114),
    Kind.BYTES: (1077, 1078, 1162),
    Kind.NESTED: (
        *(1059, 1084, 1115, 1119, 1129, 1130, 1131, 1132, 1133, 1145, 1146, 1157, 1158, 1163),
        *(1174, 1194, 1223, 1224, 1232, 1233, 1256, 1260, 1261, 1270, 1291, 2007),
    ),
}
_KIND_OF = {tag: kind for kind, tags in _KINDS.items() for tag in tags}

# Tags that come once for each item, rate or phone: read as a list even when there is one.
REPEATED = {
    *(Tag.ITEM, Tag.VAT_SUM_ENTRY, 1260),
    *(Tag.SUPPLIER_PHONE, Tag.AGENT_PHONE, Tag.OPERATOR_PHONE, Tag.TRANSFER_PHONE),
}


def kind_of(tag: int) -> Kind:
    """How that tag is written; text where this table does not know it."""
    return _KIND_OF.get(tag, Kind.TEXT)
