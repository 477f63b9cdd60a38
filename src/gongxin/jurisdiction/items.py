"""Reads one item's file: its fields, what is cut, what makes it the same fact. Pure; rules are attached when the layers merge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongxin.jurisdiction import listings, rules
from gongxin.jurisdiction import values as law
from gongxin.jurisdiction.reading import Table
from gongxin.jurisdiction.refusals import LawRefused


@dataclass(frozen=True)
class Group:
    """Fields and cut columns that many items share, written once. `lists`: field → key of its list."""

    fields: tuple[law.Field, ...]
    lists: tuple[tuple[str, str], ...]
    cut: tuple[law.CutColumn, ...]


@dataclass(frozen=True)
class ItemText:
    """An item as its file has it, before code lists, agencies and general rules are attached."""

    item: law.Item
    lists: tuple[tuple[str, str], ...]
    place: str
    severity: tuple[rules.SeverityOf, ...] = ()
    publication: tuple[rules.PublicationOf, ...] = ()


def groups(table: Table) -> dict[str, Group]:
    """The groups of one file, by key."""
    found: dict[str, Group] = {}
    for one in table.tables("group"):
        key = one.text("key")
        if key in found:
            raise LawRefused(one.place, f"“{key}”重复", f'"{key}" stands twice')
        one.text("source")
        one.mark()
        fields, lists = _fields(one, {})
        found[key] = Group(fields, lists, tuple(_cut_columns(one, {})))
        one.done()
    return found


def item(table: Table, known: Mapping[str, Group]) -> ItemText:
    """One item; `known` are the groups that its lists of fields and cut columns may name."""
    fields, lists = _fields(table, known)
    start, end = table.period()
    code = table.text("code")
    severity = rules.severity_rules(table, item=code)
    publication = rules.publication_rules(table, key="publication", item=code)
    found = law.Item(
        code=code,
        version=table.number("version"),
        zh=table.text("zh"),
        en=table.text("en"),
        domain=table.text("domain"),
        nature=table.text("nature"),
        polarity=table.one_of("polarity", law.POLARITIES),
        subject_kinds=table.texts("subject_kinds"),
        agencies=(),
        fields=fields,
        cut=tuple(_cut_columns(table, known)),
        natural_key=table.texts("natural_key"),
        legal_basis=tuple(_basis(one) for one in table.tables("basis")),
        severity=(),
        publication=(),
        retention_months=table.number_or_none("retention_months"),
        audience=table.one_of("audience", law.AUDIENCES),
        update_working_days=table.number("update_working_days"),
        in_force_from=start,
        in_force_until=end,
        mark=table.mark(),
        source=table.text("source"),
        description_zh=table.text("description_zh"),
        description_en=table.text("description_en"),
        update_source=table.text("update_source"),
        retention_source=table.text_or_none("retention_source"),
        points=rules.points_rules(table),
        ends=_ending(table.table("ends")),
        procedure=_procedure(table.table("procedure")),
        cut_without_code=table.flag("cut_without_code", default=False),
        standard=table.text_or_none("standard"),
    )
    _check(found, table.place)
    return ItemText(found, lists, table.place, severity, publication)


def _fields(
    table: Table, known: Mapping[str, Group]
) -> tuple[tuple[law.Field, ...], tuple[tuple[str, str], ...]]:
    """Fields in the order of the file; a group stands where it is named."""
    fields: list[law.Field] = []
    lists: list[tuple[str, str]] = []
    for one in table.tables("field"):
        named = one.text_or_none("group")
        if named is not None:
            group = _group(one, named, known)
            fields += group.fields
            lists += group.lists
            continue
        field, key = _field(one)
        fields.append(field)
        if key is not None:
            lists.append((field.code, key))
    return tuple(fields), tuple(lists)


def _cut_columns(table: Table, known: Mapping[str, Group]) -> Iterator[law.CutColumn]:
    for one in table.tables("cut"):
        named = one.text_or_none("group")
        if named is not None:
            yield from _group(one, named, known).cut
        else:
            yield _cut(one)


def _group(table: Table, named: str, known: Mapping[str, Group]) -> Group:
    table.done()
    if named not in known:
        raise LawRefused(table.place, f"没有字段组 {named}", f"there is no group {named}")
    return known[named]


def _ending(table: Table | None) -> listings.Ending | None:
    if table is None:
        return None
    revoked = table.table("revoked")
    field, values = (revoked.text("field"), revoked.texts("values")) if revoked else (None, ())
    ending = listings.Ending(table.text("item"), table.text("field"), field, values)
    if revoked:
        revoked.done()
    table.done()
    return ending


def _procedure(table: Table | None) -> listings.EntryPapers | None:
    if table is None:
        return None
    papers = []
    for one in table.tables("paper"):
        papers.append(
            listings.Paper(
                one.one_of("step", listings.STEPS),
                one.text_or_none("digest"),
                one.text_or_none("number"),
                one.text_or_none("dated"),
            )
        )
        one.done()
    found = listings.EntryPapers(
        tuple(papers),
        table.text("reason_zh", ""),
        table.text("reason_en", ""),
        table.text("source"),
        table.mark(),
    )
    table.done()
    steps = [listings.STEPS.index(paper.step) for paper in found.papers]
    if steps != sorted(set(steps)):
        raise LawRefused(
            f"{table.place}.paper",
            "各类文书只写一次，按程序的先后",
            "each paper stands once, in the order of the procedure",
        )
    if not found.papers and not (found.reason_zh and found.reason_en):
        raise LawRefused(
            table.place, "不要求文书的，须写明理由", "where no paper is asked for, say why"
        )
    return found


def _field(table: Table) -> tuple[law.Field, str | None]:
    when = table.table("required_when")
    field = law.Field(
        code=table.text("code"),
        zh=table.text("zh"),
        en=table.text("en"),
        type=table.one_of("type", law.FIELD_TYPES),
        length=table.number_or_none("length"),
        required=table.flag("required", default=False),
        required_when=None if when is None else _required_when(when),
        code_list=None,
        unit=table.text_or_none("unit"),
        role=table.text_or_none("role"),
        aliases=table.texts("aliases", missing_ok=True),
        audience=table.one_of("audience", law.AUDIENCES),
        open_ended=table.flag("open_ended", default=False),
        scan=table.flag("scan", default=False),
        need_mark=table.one_of("need_mark", law.MARKS, default="example"),
        example=table.text_or_none("example"),
        note_zh=table.text("note_zh", ""),
        note_en=table.text("note_en", ""),
        standard=table.text_or_none("standard"),
    )
    key = table.text_or_none("list")
    table.done()
    if field.role is not None and field.role not in law.ROLES:
        raise LawRefused(f"{table.place}.role", f"没有角色“{field.role}”", f"no role {field.role}")
    if (field.unit is not None) != (field.type == "money"):
        raise LawRefused(f"{table.place}.unit", "金额才有单位", "money, and only money, has a unit")
    if (key is not None) != (field.type in ("code", "codes")):
        raise LawRefused(
            f"{table.place}.list", "代码字段才有代码表", "code fields alone have a list"
        )
    return field, key


def _required_when(table: Table) -> law.RequiredWhen:
    when = law.RequiredWhen(
        table.text("field"),
        table.texts("values"),
        table.texts("blank", missing_ok=True),
    )
    table.done()
    return when


def _cut(table: Table) -> law.CutColumn:
    cut = law.CutColumn(
        table.texts("headers"),
        table.flag("presence"),
        table.text("reason_zh"),
        table.text("reason_en"),
        table.flag("party_id", default=False),
    )
    table.done()
    return cut


def _basis(table: Table) -> law.Basis:
    basis = law.Basis(table.text("zh"), table.text("en"), table.text("source"), table.mark())
    table.done()
    return basis


def _papers(found: law.Item) -> tuple[listings.Paper, ...]:
    return found.procedure.papers if found.procedure else ()


def _check(found: law.Item, place: str) -> None:
    """What an item must be in itself: every header means one thing, every reference inside it exists."""
    codes = {field.code for field in found.fields}
    named = [*found.natural_key, *(rule.field for rule in found.points)]
    named += [found.ends.field] if found.ends else []
    named += [found.ends.revoked_field] if found.ends and found.ends.revoked_field else []
    named += [code for paper in _papers(found) for code in paper.fields]
    for field in found.fields:
        if field.required_when is not None:
            named += [field.required_when.field, *field.required_when.blank]
    for name in named:
        if name not in codes:
            raise LawRefused(
                place,
                f"引用了不存在的字段 {name}",
                f"names a field {name} that is not there",
            )
    for paper in _papers(found):
        for wanted, code in (
            ("digest", paper.digest),
            ("document_number", paper.number),
            ("date", paper.dated),
        ):
            if code is not None and found.field(code).type != wanted:
                raise LawRefused(
                    f"{place}.procedure", f"{code} 应为 {wanted}", f"{code} must be a {wanted}"
                )
    headers = [h for field in found.fields for h in {field.code, field.zh, *field.aliases}]
    headers += [h for cut in found.cut for h in cut.headers]
    twice = sorted({h for h in headers if headers.count(h) > 1})
    if twice:
        raise LawRefused(
            place,
            f"同一列名指向两个字段：{'、'.join(twice)}",
            f"headers mean two fields: {', '.join(twice)}",
        )
    roles = [field.role for field in found.fields if field.role is not None]
    if len(roles) != len(set(roles)):
        raise LawRefused(place, "两个字段角色相同", "two fields have the same role")
