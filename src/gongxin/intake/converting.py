"""How a file of an earlier template is read as rows of the item in force: recognised by its headers, converted column by column. Never invents a value, never drops one in silence."""

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from gongxin.identifiers import Grade, grade_many
from gongxin.intake import findings
from gongxin.intake.consuming import Mapping, consume, fold
from gongxin.intake.rules import lists
from gongxin.intake.rules.cells import Report, params_text, where
from gongxin.intake.rules.party import INDIVIDUAL_BUSINESS, INDIVIDUAL_PREFIX
from gongxin.intake.rules.text import WHITE
from gongxin.jurisdiction import as_document, from_document
from gongxin.jurisdiction.templates import Template, TemplateColumn, TemplateValue
from gongxin.jurisdiction.values import Field, Item

ORGANISATION: Final = (
    "法人及非法人组织"  # facts §1.2: the kind of party that is no individual business
)


@dataclass(frozen=True)
class Sender:
    """The agency that sends the file."""

    name: str
    code: str


@dataclass(frozen=True)
class Conversion:
    """What is kept of it with a batch, so that a resumed one converts in the same way whatever the law says then."""

    template: Template
    fields: MappingType[str, str]  # header → column of the template, or field of the item

    def as_document(self) -> Any:
        """The template as JSON data."""
        return as_document(self.template)


def kept(headers: MappingType[str, Any]) -> Conversion | None:
    """The conversion a batch was received under; none where it is of the present template."""
    document = headers.get("template")
    if document is None:
        return None
    return Conversion(from_document(Template, document), headers["fields"])


def consume_any(
    headers: Sequence[str], item: Item, templates: Sequence[Template]
) -> tuple[Mapping, Template | None]:
    """Map the headers by the present template; where that one is not whole and an earlier one is told, by that."""
    present = consume(headers, item)
    if "header.missing" not in present.findings["code"].to_list():
        return present, None
    for template in templates:
        # Told by its own names alone: what the present template calls a column is no sign of an earlier one.
        own = tuple(_field(c.code, c.zh, c.aliases, None) for c in template.columns)
        given = set(consume(headers, replace(item, fields=own)).fields.values())
        if any(given >= set(sign) for sign in template.signs):
            return _mapped(headers, item, template), template
    return present, None


def relaxed(item: Item, conversion: Conversion) -> Item:
    """The item as this file is asked: what the template does not have is not required, and the shape stays."""
    template = conversion.template
    sources = _sources(conversion.fields, template)
    absent = {one.field for one in template.not_asked if one.field not in sources}
    # Whether a coded column says something is judged while it is converted.
    coded = {c.to for c in template.columns if c.values and c.to in sources}
    return replace(
        item,
        fields=tuple(
            replace(field, required=False, required_when=None)
            if field.code in absent
            else replace(field, required=field.required and field.code not in coded)
            for field in item.fields
        ),
    )


def convert(
    frame: pl.DataFrame, conversion: Conversion, item: Item, sender: Sender | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`row` and the fields of the item out of `row` and the columns of the file, and what is to be said."""
    template, report = conversion.template, Report(frame["row"])
    present = [c for c in frame.columns if c != "row"]
    judged = frame.select(pl.any_horizontal(pl.col(present).is_not_null())).to_series()
    values: dict[str, pl.Series] = {}
    for code in present:
        column = template.column(code)
        series = frame[code]
        if column is not None and column.values:
            series = _decoded(series, column, report)
            blank = judged & _blank(frame[code])
            if column.to is not None and item.field(column.to).required:
                report.add("value.required", column.to, where(blank))
        values[code] = series
    by = {one.field: one.by for one in template.joined}
    sources = _sources({code: code for code in present}, template)
    made = {
        field: _joined([values[code] for code in codes], by.get(field, ""))
        for field, codes in sources.items()
    }
    for one in template.not_asked:
        if one.field not in made and one.stand_in is not None:
            made[one.field] = _stand_in(one.stand_in, made, item, judged, sender)
    return pl.DataFrame({"row": frame["row"], **made}), report.frame()


def _pseudo_item(item: Item, template: Template) -> Item:
    """The columns of the template, and the item's own fields beside them, as fields that headers can name."""
    fields: list[Field] = []
    taken = {fold(name) for column in template.columns for name in template.names(column)}
    by_code = {field.code: field for field in item.fields}
    for column in template.columns:
        same = by_code.get(column.code)
        more = (same.zh, *same.aliases) if same and column.to == column.code else ()
        aliases = (*column.aliases, *(name for name in more if fold(name) not in taken))
        target = by_code.get(column.to or "")
        fields.append(_field(column.code, column.zh, aliases, target))
    codes = {column.code for column in template.columns}
    for field in item.fields:
        if field.code not in codes:
            aliases = tuple(n for n in (field.zh, *field.aliases) if fold(n) not in taken)
            fields.append(_field(field.code, field.code, aliases, field))
    return replace(item, fields=tuple(fields))


def _field(code: str, zh: str, aliases: tuple[str, ...], like: Field | None) -> Field:
    return Field(
        code=code,
        zh=zh,
        en=code,
        type="text",
        length=None,
        required=False,
        required_when=None,
        code_list=None,
        unit=like.unit if like else None,
        role=None,
        aliases=aliases,
        audience="internal",
        open_ended=False,
        scan=False,
    )


def _consumed(headers: Sequence[str], item: Item, template: Template) -> Mapping:
    return consume(headers, _pseudo_item(item, template))


def _sources(fields: MappingType[str, str], template: Template) -> dict[str, list[str]]:
    """Field of the item → columns it is made of, in the order of the template."""
    given = list(dict.fromkeys(fields.values()))
    order = {column.code: place for place, column in enumerate(template.columns)}
    found: dict[str, list[str]] = {}
    for code in sorted(given, key=lambda c: order.get(c, len(order))):
        column = template.column(code)
        target = column.to if column is not None else code
        if target is not None:
            found.setdefault(target, []).append(code)
    return found


def _mapped(headers: Sequence[str], item: Item, template: Template) -> Mapping:
    """The map of a file of this template, and everything that is to be said of reading it so."""
    found = _consumed(headers, item, template)
    sources = _sources(found.fields, template)
    joined = {one.field for one in template.joined}
    said = [
        findings.finding(
            "template.recognised", params={"template_zh": template.zh, "template_en": template.en}
        )
    ]
    for field, codes in sources.items():
        if len(codes) > 1 and field not in joined:
            params = {"field": field, "headers": "、".join(codes)}
            said.append(findings.finding("header.duplicate", column=field, params=params))
    not_asked = {one.field: one for one in template.not_asked}
    missing = [
        field
        for field in item.fields
        if field.required and field.code not in sources and field.code not in not_asked
    ]
    if missing:
        names = "、".join(f"{field.zh}({field.code})" for field in missing)
        said.append(findings.finding("header.missing", params={"fields": names}))
    for code in dict.fromkeys(found.fields.values()):
        column = template.column(code)
        if column is not None and column.reason_zh:
            taken = "template.read_as" if column.to else "template.not_taken"
            said.append(findings.finding(taken, column=code, params=_reasons(column)))
    for one in template.not_asked:
        if one.field not in sources:
            params = {"reason_zh": one.reason_zh, "reason_en": one.reason_en}
            said.append(findings.finding("template.not_asked", column=one.field, params=params))
    return Mapping(
        MappingProxyType(dict(found.fields)),
        found.leftovers,
        pl.concat([found.findings, findings.frame(said)]),
    )


def _reasons(column: TemplateColumn) -> dict[str, str | int | None]:
    return {
        "name": column.zh,
        "reason_zh": column.reason_zh,
        "reason_en": column.reason_en,
    }


def _blank(series: pl.Series) -> pl.Series:
    return (series.str.strip_chars(WHITE) == "").fill_null(value=True)


def _decoded(series: pl.Series, column: TemplateColumn, report: Report) -> pl.Series:
    """The column by its code list; what holds its row is said, and so is what the list does not know."""
    known = {
        lists.fold(word): value
        for value in column.values
        for word in (value.code, value.zh, *value.aliases)
    }
    read: dict[str, str | None] = {}
    for raw in series.filter(~_blank(series)).unique(maintain_order=True):
        value = known.get(lists.fold(raw))
        at = where((series == raw).fill_null(value=False))
        read[raw] = None
        if value is None:
            params = params_text({"name": column.zh, "found": findings.mask(raw)})
            report.add("template.value_unknown", column.code, at, params=params)
        elif value.held:
            params = params_text(_why_held(column, value))
            report.add("template.value_held", column.code, at, params=params)
        else:
            read[raw] = value.to or value.code
    return series.replace_strict(
        list(read), list(read.values()), default=None, return_dtype=pl.String
    )


def _why_held(column: TemplateColumn, value: TemplateValue) -> dict[str, str | int | None]:
    return {
        "name": column.zh,
        "code": value.code,
        "means_zh": value.zh,
        "means_en": value.en,
        "reason_zh": value.reason_zh,
        "reason_en": value.reason_en,
    }


def _joined(parts: list[pl.Series], by: str) -> pl.Series:
    """Several columns as one text, blank ones left out and equal ones written once."""
    if len(parts) == 1:
        return parts[0]
    filled = [part.set(_blank(part), None) for part in parts]
    frame = pl.DataFrame([part.alias(str(place)) for place, part in enumerate(filled)])
    texts = pl.concat_list(pl.all()).list.drop_nulls().list.unique(maintain_order=True)
    joined = texts.list.join(by)
    return frame.select(pl.when(joined != "").then(joined)).to_series()


def _stand_in(
    name: str, made: dict[str, pl.Series], item: Item, judged: pl.Series, sender: Sender | None
) -> pl.Series:
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(judged))
    if name == "party_kind":
        field = item.by_role("uscc")
        return _kind_by_code(made[field.code]) if field and field.code in made else nothing
    if sender is None:
        return nothing
    text = sender.name if name == "sender_name" else sender.code
    return pl.Series([text]).new_from_index(0, len(judged)).zip_with(judged, nothing)


def _kind_by_code(codes: pl.Series) -> pl.Series:
    """The kind of party where a sound unified code proves it is none of a person; nothing elsewhere."""
    found = grade_many(codes, "uscc")
    sound = pl.Series(found.is_grade(Grade.VALID)) & found.normalised.is_not_null()
    table = pl.DataFrame({"code": found.normalised, "sound": sound})
    individual = pl.col("code").str.starts_with(INDIVIDUAL_PREFIX)
    kind = pl.when(individual).then(pl.lit(INDIVIDUAL_BUSINESS)).otherwise(pl.lit(ORGANISATION))
    return table.select(pl.when("sound").then(kind)).to_series()
