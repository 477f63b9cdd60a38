"""Which catalogue is refused: items about persons outside the two kinds, fields for ID numbers, families of over-collection, missing parts. Pure."""

from collections.abc import Iterator
from typing import Final

from gongxin.catalogue.complaint import Complaint
from gongxin.catalogue.deadline_linting import lint_deadlines
from gongxin.catalogue.declined import Net, hits, net
from gongxin.catalogue.examples import needs_example
from gongxin.jurisdiction import (
    SUBJECT_KINDS,
    DeclinedFamily,
    Field,
    Item,
    Jurisdiction,
    classes_of,
)

_PERSONS = frozenset({"practitioner", "farm_household"})
_ID_LENGTHS = frozenset({15, 18})  # a resident ID number, old and present
# An 18-character number is lawful only where a role says whose number it is: a body's.
_NUMBERS_OF_BODIES = frozenset(
    (
        "uscc",
        "reg_no",
        "org_code",
        "tax_no",
        "institution_no",
        "social_no",
        "authority_code",
        "source_code",
    )
)
# Headers under which files bring persons along: each item says that it cuts them.
_ALWAYS_CUT = ("法定代表人", "身份证号码", "证件号码")


def lint(jurisdiction: Jurisdiction) -> tuple[Complaint, ...]:
    """Everything that makes the catalogue be refused; empty when it may be loaded."""
    found: list[Complaint] = []
    cast = net(jurisdiction.declined)
    for item in jurisdiction.items:
        found += lint_item(item, jurisdiction.declined)
    for purpose in jurisdiction.purposes:
        found += _text(f"purpose.{purpose.key}", purpose.zh, cast, persons=False)
        found += _text(f"purpose.{purpose.key}", purpose.en, cast, persons=False)
    found += lint_deadlines(jurisdiction.clocks)
    return tuple(found)


def lint_item(item: Item, families: tuple[DeclinedFamily, ...]) -> tuple[Complaint, ...]:
    place = f"{item.code}:{item.version}"
    cast = net(families)
    persons = not set(item.subject_kinds) <= {"organisation"}
    found = [
        *_subjects(item, place),
        *_parts(item, place),
        *_lists(item, place),
        *_measures(item, place),
    ]
    texts = (item.code, item.zh, item.en, item.domain, item.nature)
    for text in (*texts, item.description_zh, item.description_en):
        found += _text(place, text, cast, persons=persons)
    for field in item.fields:
        found += _field(f"{place}.{field.code}", field, cast, persons=persons)
        for value in field.code_list.values if field.code_list else ():
            at = f"{place}.{field.code}[{value.code}]"
            for text in (value.code, value.zh, value.en, *value.aliases):
                found += _text(at, text, cast, persons=persons)
    return tuple(dict.fromkeys(found))


def _subjects(item: Item, place: str) -> Iterator[Complaint]:
    """Persons appear in two kinds alone, and never beside organisations in one item."""
    strangers = [kind for kind in item.subject_kinds if kind not in SUBJECT_KINDS]
    if strangers or not item.subject_kinds:
        yield Complaint(
            "item.subject_not_allowed",
            place,
            f"主体类别“{'、'.join(strangers)}”不允许：只有组织、持证执业者、农户",
            f"subjects {', '.join(strangers) or 'none'} are not allowed: only organisations, "
            "licensed practitioners and farm households",
            row="D1",
        )
    persons = _PERSONS & set(item.subject_kinds)
    if persons and item.audience != "internal":
        yield Complaint(
            "item.person_public",
            place,
            "关于个人的事项不得公开",
            "an item about persons may not be public",
            row="D1",
        )
    if persons and item.polarity != "neutral":
        yield Complaint(
            "item.person_judged",
            place,
            "关于个人的事项不得带有褒贬",
            "an item about persons may not judge them",
            row="D1",
        )


def _parts(item: Item, place: str) -> Iterator[Complaint]:
    """What every item needs before anything may be stored under it."""
    if not item.legal_basis:
        yield Complaint("item.no_basis", place, "没有法律依据", "it has no legal basis")
    if not item.natural_key:
        yield Complaint("item.no_key", place, "没有自然键", "it has no natural key")
    if item.by_role("party_name") is None and item.by_role("org_name") is None:
        yield Complaint("item.no_party", place, "没有主体名称字段", "no field names the party")
    if not item.agencies:
        yield Complaint(
            "item.no_agency", place, "没有部门有权报送", "no agency is entitled to report it"
        )
    cut = {header for one in item.cut for header in one.headers}
    uncut = [header for header in _ALWAYS_CUT if header not in cut]
    if uncut:
        yield Complaint(
            "item.person_column_kept",
            place,
            f"没有写明剪除个人列：{'、'.join(uncut)}",
            f"it does not say that these columns about persons are cut: {', '.join(uncut)}",
            row="D1",
        )
    governed = {rule.severity for rule in item.publication if rule.provider is None}
    missing = [one for one in classes_of(item) if one not in governed]
    if missing:
        yield Complaint(
            "item.no_period",
            place,
            f"没有公示期规则：{'、'.join(missing)}",
            f"no rule says how long it is shown: {', '.join(missing)}",
        )
    yield from _periods(item, place)
    if item.polarity == "adverse" and item.retention_months is None:
        yield Complaint(
            "item.kept_for_ever",
            place,
            "不利信息必须有保存期限",
            "an adverse fact must have an end of retention",
        )
    if item.retention_months is not None and item.retention_source is None:
        yield Complaint(
            "item.no_retention_source",
            place,
            "保存期限没有写明来源",
            "its retention names no source",
        )


def _periods(item: Item, place: str) -> Iterator[Complaint]:
    """What hurts ends by itself; what is not public is not shown; what no rule names is not shown either."""
    for rule in item.publication:
        at = f"{place}.{rule.key}"
        harmless = item.polarity != "adverse" or rule.severity == "none"
        if rule.published and not harmless and rule.ceiling_months is None:
            yield Complaint(
                "item.endless",
                at,
                "不利信息必须有最长公示期",
                "an adverse fact must have a ceiling",
            )
        if rule.published and item.audience != "public":
            yield Complaint(
                "item.not_public_but_shown",
                at,
                "不公开的事项不能有公示期",
                "an item that is not public cannot be shown for a time",
            )
        if rule.published and rule.severity == "withheld":
            yield Complaint(
                "item.withheld_but_shown",
                at,
                "“不公开”的类别不能公示",
                "a class that is withheld cannot be shown",
            )


LIST: Final = "名录列入"  # the nature of an item whose facts are entries in somebody's list


def _lists(item: Item, place: str) -> Iterator[Complaint]:
    """A listing shows the papers of its procedure, each of them required, or its file says why it need not."""
    if item.nature == LIST and item.procedure is None:
        yield Complaint(
            "item.list_without_procedure",
            place,
            "名单须写明程序文书，或者写明为何不要求",
            "a list names the papers of its procedure, or says why it asks for none",
        )
    for paper in item.procedure.papers if item.procedure else ():
        if paper.digest is not None and not item.field(paper.digest).required:
            yield Complaint(
                "item.paper_not_required",
                f"{place}.{paper.digest}",
                "程序文书须为必填",
                "a paper of the procedure is required",
            )


def _measures(item: Item, place: str) -> Iterator[Complaint]:
    """A grade is one authority's fact of one year on its own closed scale; points are numbers that lapse."""
    grade, points = item.by_role("grade"), item.by_role("points")
    if grade is not None and (
        grade.type != "code" or grade.code_list is None or grade.code_list.open
    ):
        yield Complaint(
            "item.grade_without_scale",
            f"{place}.{grade.code}",
            "等级须是封闭的等次表，不能是分数",
            "a grade must be a closed scale, never a number",
        )
    if grade is not None and item.by_role("year") is None:
        yield Complaint("item.grade_without_year", place, "等级没有年度", "its grade has no year")
    if points is not None and points.type not in {"integer", "decimal"}:
        yield Complaint(
            "item.points_no_number",
            f"{place}.{points.code}",
            "记分须是数",
            "points must be a number",
        )
    for rule in item.points:
        if item.field(rule.field).role != "points":
            yield Complaint(
                "item.points_of_other_field",
                f"{place}.{rule.key}",
                "记分规则须指向角色为 points 的字段",
                "a rule of points must be about the field of that role",
            )


def _field(place: str, field: Field, cast: Net, *, persons: bool) -> Iterator[Complaint]:
    for text in (field.code, field.zh, field.en, *field.aliases):
        yield from _text(place, text, cast, persons=persons)
    if field.example is None and needs_example(field):
        yield Complaint(
            "field.no_example",
            place,
            "必填字段没有示例值，模板无法填写示例行",
            "a field that is asked for has no example, so the template has no example row",
        )
    number = field.type in ("identifier", "integer", "decimal") or (
        field.type == "text" and field.length in _ID_LENGTHS and not field.scan
    )
    if number and field.role not in _NUMBERS_OF_BODIES and _may_hold_an_id(field):
        yield Complaint(
            "field.may_hold_id",
            place,
            "该字段的类型和长度可存放居民身份证号码，且未说明是哪个单位的编号",
            "its type and length could hold a resident ID number, and no role says whose number it is",
            row="D1",
            family="resident_id",
        )
    elif field.type == "identifier" and field.role not in _NUMBERS_OF_BODIES:
        # An identifier is checked by the scheme its role says; of nobody's number no check can be made.
        yield Complaint(
            "field.number_of_nobody",
            place,
            "标识码字段须说明是哪个单位的编号；其他编号用文字字段",
            "an identifier says by its role whose number it is; any other number is a text",
        )


def _may_hold_an_id(field: Field) -> bool:
    return field.length is None or field.length >= min(_ID_LENGTHS)


def _text(place: str, text: str, cast: Net, *, persons: bool) -> Iterator[Complaint]:
    for hit in hits(text, cast, persons=persons):
        yield Complaint(
            "declined." + hit.family.key,
            place,
            f"“{hit.seen}”属于不予收集的“{hit.family.zh}”：{hit.family.reason_zh}",
            f'"{hit.seen}" is declined ({hit.family.en}): {hit.family.reason_en}',
            row=hit.family.row,
            family=hit.family.key,
        )
