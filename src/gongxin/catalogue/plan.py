"""The plan of the city against the catalogue: each sentence, the items that answer it, the tests that hold them. Pure text."""

from collections.abc import Mapping, Sequence

from gongxin.jurisdiction import DeclinedFamily, Jurisdiction, PlanSentence

NOTHING = "—"


def plan_page(
    law: Jurisdiction, tests: Mapping[str, Sequence[str]], refusals: Mapping[str, Sequence[str]]
) -> str:
    """Markdown of the table. `tests`: item → tests about it; `refusals`: declined family → tests that attack it."""
    lines = [
        "# 规划逐句对照 · The plan, sentence by sentence",
        "",
        "由 `jurisdictions/xingning/plan.toml` 生成，请勿手改。原文为繁体抄本，至第九章第二节。  ",
        "Generated from `jurisdictions/xingning/plan.toml`; do not edit. A copy in traditional characters that ends in chapter 9, section 2.",
        "",
        "| 行 · row | 出处 · place | 规划原文 · sentence | 目录事项 · items | 测试 · tests | 不做 · declined |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    families = {family.key: family for family in law.declined}
    names = {item.code: item.zh for item in law.items}
    lines += [_row(one, names, tests, refusals, families) for one in law.plan]
    return "\n".join(lines) + "\n"


def _row(
    sentence: PlanSentence,
    names: Mapping[str, str],
    tests: Mapping[str, Sequence[str]],
    refusals: Mapping[str, Sequence[str]],
    families: Mapping[str, DeclinedFamily],
) -> str:
    items = "<br>".join(f"{names[code]} `{code}`" for code in sentence.items if code in names)
    held = [*(t for code in sentence.items for t in tests.get(code, ())), *sentence.tests]
    held += [t for key in sentence.declined for t in refusals.get(key, ())]
    declined = "<br>".join(
        f"{families[key].zh}：{families[key].reason_zh}" for key in sentence.declined
    )
    cells = (
        sentence.row,
        sentence.place,
        sentence.text,
        items or NOTHING,
        "<br>".join(f"`{one}`" for one in dict.fromkeys(held)) or NOTHING,
        declined or NOTHING,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
