"""Reads `templates.toml` and checks that what it names exists in the item. Pure; a template never changes an item."""

from collections.abc import Iterable, Sequence

from gongxin.jurisdiction import values as law
from gongxin.jurisdiction.reading import Table
from gongxin.jurisdiction.refusals import LawRefused
from gongxin.jurisdiction.templates import (
    STAND_INS,
    JoinedField,
    NotAsked,
    Template,
    TemplateColumn,
    TemplateValue,
)


def templates(table: Table) -> tuple[Template, ...]:
    found = []
    for one in table.tables("template"):
        template = Template(
            key=one.text("key"),
            item=one.text("item"),
            zh=one.text("zh"),
            en=one.text("en"),
            first_year=one.number("first_year"),
            last_year=one.number("last_year"),
            signs=tuple(_sign(sign) for sign in one.tables("sign")),
            columns=tuple(_column(column) for column in one.tables("column")),
            joined=tuple(_joined(joined) for joined in one.tables("joined")),
            not_asked=tuple(_not_asked(field) for field in one.tables("not_asked")),
            source=one.text("source"),
            mark=one.mark(),
        )
        one.done()
        _check(template, one.place)
        found.append(template)
    return tuple(found)


def _sign(table: Table) -> tuple[str, ...]:
    columns = table.texts("columns")
    table.done()
    return columns


def _column(table: Table) -> TemplateColumn:
    column = TemplateColumn(
        code=table.text("code"),
        zh=table.text("zh"),
        aliases=table.texts("aliases", missing_ok=True),
        to=table.text_or_none("to"),
        reason_zh=table.text("reason_zh", ""),
        reason_en=table.text("reason_en", ""),
        scan=table.flag("scan", default=False),
        values=tuple(_value(value) for value in table.tables("value")),
    )
    table.done()
    if column.to is None and not (column.reason_zh and column.reason_en):
        raise LawRefused(table.place, "不取的列须写明理由", "a column that is not taken says why")
    return column


def _value(table: Table) -> TemplateValue:
    value = TemplateValue(
        code=table.text("code"),
        zh=table.text("zh"),
        en=table.text("en"),
        to=table.text_or_none("to"),
        aliases=table.texts("aliases", missing_ok=True),
        held=table.flag("held", default=False),
        reason_zh=table.text("reason_zh", ""),
        reason_en=table.text("reason_en", ""),
    )
    table.done()
    if value.held and not (value.reason_zh and value.reason_en):
        raise LawRefused(table.place, "挂起须写明理由", "a value that holds its row says why")
    return value


def _joined(table: Table) -> JoinedField:
    joined = JoinedField(table.text("field"), table.text("by"))
    table.done()
    return joined


def _not_asked(table: Table) -> NotAsked:
    stand_in = table.text_or_none("stand_in")
    field = NotAsked(
        table.text("field"), table.text("reason_zh"), table.text("reason_en"), stand_in
    )
    table.done()
    if stand_in is not None and stand_in not in STAND_INS:
        raise LawRefused(f"{table.place}.stand_in", "不认识这个来源", f"no stand-in {stand_in}")
    return field


def _check(template: Template, place: str) -> None:
    """What a template must be in itself: every header and value means one thing, every sign is a column."""
    columns = {column.code for column in template.columns}
    headers = [h for c in template.columns for h in dict.fromkeys(template.names(c))]
    twice = sorted({h for h in headers if headers.count(h) > 1})
    if twice:
        named = "、".join(twice)
        raise LawRefused(place, f"同一列名指向两列：{named}", f"headers mean two columns: {named}")
    if not template.signs or any(not sign for sign in template.signs):
        raise LawRefused(place, "没有可识别的列", "nothing tells a file of this template")
    for code in (code for sign in template.signs for code in sign):
        if code not in columns:
            raise LawRefused(f"{place}.sign", f"没有列 {code}", f"there is no column {code}")
    for column in template.columns:
        spoken = [word for v in column.values for word in {v.code, v.zh, *v.aliases}]
        if len(spoken) != len(set(spoken)):
            raise LawRefused(f"{place}.column[{column.code}]", "同一写法对应两个值", "one wording stands for two values")  # fmt: skip
    if template.last_year < template.first_year:
        raise LawRefused(place, "止年早于起年", "it ends before it begins")


def ensure_fit(found: Iterable[Template], items: Sequence[law.Item]) -> None:
    """Every field a template names exists in every version of its item, and no two columns become one field unjoined."""
    for template in found:
        place = f"template[{template.key}]"
        versions = [item for item in items if item.code == template.item]
        if not versions:
            raise LawRefused(place, f"没有事项 {template.item}", f"no item {template.item}")
        targets = [column.to for column in template.columns if column.to is not None]
        joined = {one.field for one in template.joined}
        several = {field for field in targets if targets.count(field) > 1}
        if joined != several:
            named = "、".join(sorted(joined ^ several))
            raise LawRefused(place, f"多列合为一个字段须写明连接符：{named}", f"columns of one field need one joint: {named}")  # fmt: skip
        named_fields = {*targets, *(one.field for one in template.not_asked)}
        for item in versions:
            missing = sorted(named_fields - {field.code for field in item.fields})
            if missing:
                raise LawRefused(place, f"没有字段 {'、'.join(missing)}", f"no field {', '.join(missing)}")  # fmt: skip
