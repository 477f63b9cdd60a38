"""Writes the catalogue as a page for people: items, fields, rules, marks, and what is refused. Pure text; the same law gives the same bytes."""

from collections.abc import Iterable, Sequence

from gongxin.jurisdiction import CutColumn, Field, Item, Jurisdiction, PublicationRule

_MARKS = (
    ("verified", "已核对原文", "read in a retrieved text"),
    ("copy", "转引", "read in a copy, an excerpt or a press report"),
    ("unverified", "未核实，草稿，生产环境不装载", "from memory: a draft that production refuses"),
    ("example", "示例或本平台取值", "our own choice or sample, not an official value"),
)


def catalogue_page(law: Jurisdiction) -> str:
    """Markdown of the whole catalogue as `jurisdictions/` has it, Chinese and English side by side."""
    lines = [
        "# 目录 · Catalogue",
        "",
        "由 `jurisdictions/` 生成，请勿手改。这是示例目录，不是国家公布的目录。  ",
        "Generated from `jurisdictions/`; do not edit. An example set, not the official catalogue.",
        "",
        f"辖区 · jurisdiction: {' → '.join(f'{one.zh} ({one.key})' for one in law.layers)}",
        "",
        *_table(("标记 · mark", "含义", "meaning"), _MARKS),
    ]
    for item in law.items:
        lines += _item(item)
    lines += ["## 部门 · Agencies", ""]
    lines += _table(
        ("键 · key", "名称", "name", "代码 · code", "标记 · mark"),
        ((a.key, a.zh, a.en, f"`{a.uscc}`", a.mark) for a in law.agencies),
    )
    lines += ["## 查询用途 · Purposes of a credit check", ""]
    lines += _table(
        ("键 · key", "用途", "purpose", "标记 · mark"),
        ((p.key, p.zh, p.en, p.mark) for p in law.purposes),
    )
    lines += ["## 工作日历 · Working-day calendars", ""]
    lines += _table(
        ("年 · year", "放假 · holidays", "补班 · made up", "来源 · source", "标记 · mark"),
        (
            (str(c.year), str(len(c.holidays)), str(len(c.working_days)), c.source, c.mark)
            for c in sorted(law.calendar, key=lambda c: c.year)
        ),
    )
    return "\n".join(lines).rstrip() + "\n"


def declined_page(law: Jurisdiction) -> str:
    """Markdown of what is refused, from the table the linter refuses by."""
    lines = [
        "# 不收什么 · What we refuse",
        "",
        "由 `jurisdictions/cn/declined.toml` 生成；目录检查按同一张表拒绝。  ",
        "Generated from `jurisdictions/cn/declined.toml`, the table the linter refuses by.",
        "",
        *_table(
            ("行 · row", "不收", "refused", "理由", "reason", "来源 · source"),
            (
                (f.row, f.zh, f.en, f.reason_zh, f.reason_en, f"{f.source} [{f.mark}]")
                for f in sorted(law.declined, key=lambda f: (f.row, f.key))
            ),
        ),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _item(item: Item) -> list[str]:
    return [
        f"## {item.zh} · {item.en} (`{item.code}` v{item.version})",
        "",
        f"{item.description_zh}  ",
        item.description_en,
        "",
        *_facts(item),
        "",
        "### 字段 · Fields",
        "",
        *_table(
            (
                "代码",
                "名称",
                "name",
                "类型 · type",
                "须填 · need",
                "代码表 · list",
                "公开 · audience",
            ),
            (_field(field) for field in item.fields),
        ),
        "### 剪除的列 · Columns that are cut",
        "",
        *_table(
            ("列名 · headers", "留下什么 · kept", "理由", "reason"), (_cut(cut) for cut in item.cut)
        ),
        *_severity(item),
        "### 公示期 · How long it is shown",
        "",
        *_table(
            (
                "规则 · rule",
                "类别 · class",
                "公示 · shown",
                "有效 · in force",
                "来源 · source",
                "标记 · mark",
            ),
            (_rule(rule) for rule in item.publication),
        ),
    ]


def _facts(item: Item) -> list[str]:
    until = item.in_force_until.isoformat() if item.in_force_until else "—"
    basis = "；".join(f"{one.zh} [{one.mark}]" for one in item.legal_basis)
    retention = f"{item.retention_months} 个月 · months" if item.retention_months else "—"
    return [
        f"- 来源 · source: {item.source} [{item.mark}]",
        f"- 依据 · basis: {basis}",
        f"- 有效 · in force: {item.in_force_from.isoformat()} – {until}",
        f"- 性质 · polarity: {item.polarity}; 主体 · subjects: {', '.join(item.subject_kinds)}",
        f"- 报送 · reported by: {', '.join(item.agencies) or '—'}",
        f"- 时限 · reported within: {item.update_working_days} 个工作日 · working days",
        f"- 保存 · kept: {retention}",
        f"- 同一事实 · the same fact: {', '.join(item.natural_key)}",
    ]


def _cut(cut: CutColumn) -> tuple[str, ...]:
    kept = "是否填写 · presence" if cut.presence else "—"
    return ("、".join(cut.headers), kept, cut.reason_zh, cut.reason_en)


def _severity(item: Item) -> list[str]:
    if not item.severity:
        return []
    return [
        "### 严重程度 · Severity",
        "",
        "自上而下，先符合者为准；都不符合为 unknown。 · The first that matches; none: unknown.",
        "",
        *_table(
            ("类别 · class", "任一 · any of", "来源 · source", "标记 · mark"),
            ((r.severity, "、".join(r.any_of), r.source, r.mark) for r in item.severity),
        ),
    ]


def _field(field: Field) -> tuple[str, ...]:
    if field.required:
        need = f"是 · yes [{field.need_mark}]"
    elif field.required_when is not None:
        when = field.required_when
        need = f"{when.field} = {' / '.join(when.values)}"
        if when.blank:
            need += f", {'、'.join(when.blank)} 为空 · empty"
        need += f" [{field.need_mark}]"
    else:
        need = ""
    kind = field.type if field.length is None else f"{field.type} ≤ {field.length}"
    if field.unit:
        kind += f" ({field.unit})"
    codes = f"{field.code_list.key} [{field.code_list.mark}]" if field.code_list else ""
    return (f"`{field.code}`", field.zh, field.en, kind, need, codes, field.audience)


def _rule(rule: PublicationRule) -> tuple[str, ...]:
    if not rule.published:
        shown = "不公示 · not shown"
    elif rule.until_field_role is not None:
        shown = "有效期内 · while valid"
    elif rule.ceiling_months is None:
        shown = "无期限 · no end"
    else:
        shown = f"{rule.floor_months or 0}–{rule.ceiling_months} 个月 · months"
    until = rule.in_force_until.isoformat() if rule.in_force_until else "—"
    name = rule.zh if rule.provider is None else f"{rule.zh} ({rule.provider})"
    return (
        name,
        rule.severity,
        shown,
        f"{rule.in_force_from.isoformat()} – {until}",
        rule.source,
        rule.mark,
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [_row(head), _row(["---"] * len(head))]
    lines += [_row(row) for row in rows]
    return [*lines, ""]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
