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

from tests.unit.intake.checking.reference_cells import READERS, Row

LAW = Path(__file__).resolve().parents[4] / "jurisdictions" / "cn"
PARTY = ("uscc", "org_code", "reg_no", "institution_no", "social_no", "tax_no")


def item(name: str) -> dict[str, Any]:
    """The item as written in the law's files, code lists put in their places."""
    found = tomllib.loads((LAW / "items" / f"{name}.toml").read_text("utf-8"))
    lists = tomllib.loads((LAW / "code_lists" / "double_publicity.toml").read_text("utf-8"))["list"]
    by_key = {entry["key"]: entry for entry in lists}
    for field in found["field"]:
        if "list" in field:
            field["list"] = by_key[field["list"]]
    classes = tomllib.loads((LAW / "severity.toml").read_text("utf-8"))["class"]
    found["classes"] = [entry for entry in classes if entry["item"] == name]
    return found


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
