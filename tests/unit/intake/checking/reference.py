"""The check stage told again, one row and one cell at a time, by the standard library alone. Slow and obvious.

It imports nothing of the platform. It reads the item's own TOML files and says, for each row, which findings
must be there and what each value must have become; the vectorised stage has to say exactly the same.
"""

import datetime as dt
import re
import tomllib
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

LAW = Path(__file__).resolve().parents[4] / "jurisdictions" / "cn"
DASHES = {"-", "--", "—", "——", "－", "–", "―", "N/A"}
OPEN_DAYS = {"2099-12-31", "2099-01-31", "9999-12-31", "1899-12-31", "1900-01-01"}
OPEN_WORDS = {"长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限", "无处罚期限"}
SPACE = "".join(c for c in map(chr, range(0x3001)) if c.isspace() and not "\x1c" <= c <= "\x1f")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PARTY = ("uscc", "org_code", "reg_no", "institution_no", "social_no", "tax_no")


def item(name: str) -> dict[str, Any]:
    """The item as written in the law's files, code lists put in their places."""
    found = tomllib.loads((LAW / "items" / f"{name}.toml").read_text("utf-8"))
    lists = tomllib.loads((LAW / "code_lists.toml").read_text("utf-8"))["list"]
    by_key = {entry["key"]: entry for entry in lists}
    for field in found["field"]:
        if "list" in field:
            field["list"] = by_key[field["list"]]
    classes = tomllib.loads((LAW / "severity.toml").read_text("utf-8"))["class"]
    found["classes"] = [entry for entry in classes if entry["item"] == name]
    return found


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


def check(
    row: dict[str, str | None],
    law: dict[str, Any],
    known: dict[str, dict[str, str]],
    today: dt.date,
) -> Row:
    """`known`: {"codes": unified code → key, "names": name → key, "provider": {"key": …}}."""
    out = Row()
    for field in law["field"]:
        text = row.get(field["code"])
        out.values[field["code"]] = None
        if text is not None:
            READERS[field["type"]](text, field, out)
    identifiers(law, out)
    if any(row.get(field["code"]) is not None for field in law["field"]):
        required(law, out)
        authority(law, known, out)
        severity(law, today, out)
    order(law, out, today)
    amounts(law, out)
    return out


def of_role(law: dict[str, Any], role: str) -> str:
    return next(str(f["code"]) for f in law["field"] if f.get("role") == role)


# --- cells -------------------------------------------------------------------------------------------------


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

# --- rows --------------------------------------------------------------------------------------------------


def identifiers(law: dict[str, Any], out: Row) -> None:
    schemes, columns = (
        out.helpers,
        {f["role"]: f["code"] for f in law["field"] if f.get("role") in PARTY},
    )
    out.helpers = {}
    uscc = columns["uscc"]
    for role in PARTY[1:]:
        column = columns[role]
        here, unified = out.values[column], out.values[uscc]
        if schemes.get(column) != "uscc":
            continue
        if unified is None and uscc not in out.answered:
            out.findings.add((column, "identifier.moved"))
            out.values[uscc], schemes[uscc] = here, "uscc"
        elif here != unified:
            if unified is not None:
                out.findings.add((column, "identifier.contradiction"))
            continue
        elif role != "tax_no":
            out.counted.add((column, "identifier.repeated"))
        if role != "tax_no":
            out.values[column] = schemes[column] = None
    mine, unified = columns["org_code"], out.values[uscc]
    both = schemes.get(mine) == "org_code" and schemes.get(uscc) == "uscc"
    if both and unified and out.values[mine] != unified[8:17]:
        out.findings.add((mine, "identifier.contradiction"))
    best = next((r for r in PARTY if schemes.get(columns[r]) and out.values[columns[r]]), None)
    out.helpers["_scheme"] = schemes[columns[best]] if best else None
    out.helpers["_identifier"] = out.values[columns[best]] if best else None
    kind = out.values[of_role(law, "party_kind")]
    if kind == "自然人":
        out.findings.add((of_role(law, "party_kind"), "party.natural_person"))
    elif (
        kind
        and schemes.get(uscc)
        and (kind == "个体工商户") != str(out.values[uscc]).startswith("92")
    ):
        out.findings.add((of_role(law, "party_kind"), "party.kind_code"))


def holds(value: str | None, wanted: list[str]) -> bool:
    return value is not None and bool({value, *value.split(";")} & set(wanted))


def required(law: dict[str, Any], out: Row) -> None:
    def missing(column: str) -> bool:
        return out.values[column] is None and column not in out.answered

    for field in law["field"]:
        column, when = field["code"], field.get("required_when")
        if not missing(column):
            continue
        if field.get("required"):
            out.findings.add((column, "value.required"))
        elif when and calls_for(when, out) and all(map(missing, when.get("blank", []))):
            unified = field.get("role") == "uscc"
            out.findings.add((column, "party.code_missing" if unified else "value.required_when"))


def calls_for(when: dict[str, Any], out: Row) -> bool:
    return holds(out.values[when["field"]], when["values"])


def authority(law: dict[str, Any], known: dict[str, dict[str, str]], out: Row) -> None:
    code_column, name_column = of_role(law, "authority_code"), of_role(law, "authority_name")
    code, name = out.values[code_column], out.values[name_column]
    norm = unicodedata.normalize("NFKC", name).replace(" ", "").upper() if name else None
    coded, named = known["codes"].get(code or ""), known["names"].get(norm or "")
    key = None
    if coded and named and coded != named:
        out.findings.add((code_column, "authority.disagree"))
    elif (code and not coded) or (name and not named):
        out.findings.add((name_column, "authority.unknown"))
    else:
        key = coded or named
    out.helpers["_authority_key"] = key
    if key and key not in law["agencies"]:
        out.findings.add((code_column, "authority.not_entitled"))
    if key and key != known["provider"]["key"] and known["provider"]["key"] != "credit_centre":
        out.findings.add((code_column, "provider.other_authority"))


def severity(law: dict[str, Any], today: dt.date, out: Row) -> None:
    in_force = [
        rule
        for rule in law["classes"]
        if rule["in_force_from"] <= today < rule.get("in_force_until", dt.date.max)
    ]
    met = next((r for r in in_force if holds(out.values[r["field"]], r["any_of"])), None)
    out.helpers["_severity"] = met["severity"] if met else "unknown"
    out.helpers["_severity_rule"] = met["key"] if met else None
    if out.helpers["_severity"] == "unknown":
        out.counted.add((of_role(law, "kind"), "severity.unknown"))


def order(law: dict[str, Any], out: Row, today: dt.date) -> None:
    def day(role: str) -> dt.date | None:
        found = [f["code"] for f in law["field"] if f.get("role") == role]
        text = out.values[found[0]] if found else None
        return dt.date.fromisoformat(text) if text else None

    decided, begun, ends = day("decided"), day("valid_from"), day("valid_until")
    if decided and decided > today:
        out.findings.add((of_role(law, "decided"), "date.future"))
    for first, last, column in (
        (begun, ends, "valid_until"),
        (decided, ends, "valid_until"),
        (decided, day("publicity_until"), "publicity_until"),
    ):
        if first and last and last < first:
            out.findings.add((of_role(law, column), "date.order"))
    if begun and decided and decided.year - begun.year >= 10:
        out.findings.add((of_role(law, "valid_from"), "date.long_before"))


def amounts(law: dict[str, Any], out: Row) -> None:
    text = out.values[of_role(law, "result")]
    named: list[int] = []
    for number, unit in re.findall(r"([0-9][0-9,.]*)[ ]?(万|亿)?元", text or ""):
        plain = number.rstrip(",.")
        if re.fullmatch(r"([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?", plain):
            fen = Decimal(plain.replace(",", "")) * {"": 1, "万": 10**4, "亿": 10**8}[unit] * 100
            if fen == int(fen) and fen < 10**17:
                named.append(int(fen))
    for field in law["field"]:
        yuan = out.values[field["code"]]
        if field["type"] != "money" or yuan is None:
            continue
        if Decimal(yuan) == 0:
            out.findings.add((field["code"], "money.zero"))
        mine = int(Decimal(yuan) * 100)
        if not named or mine in named or mine == sum(named):
            continue
        off = any(mine == 10_000 * n or n == 10_000 * mine for n in named)
        out.findings.add((field["code"], "money.factor_10000" if off else "money.text_differs"))
