"""The findings about files of an earlier template. A table; it decides nothing."""

from typing import Final

from gongxin.intake.rules.vocabulary import Check

_SOURCE: Final = "facts §1.1, 双公示 template (2015-2018); jurisdictions/cn/templates.toml"


def _template(code: str, severity: str, zh: str, en: str, do_zh: str, do_en: str) -> Check:
    return Check(code, severity, zh, en, do_zh, do_en, _SOURCE, "consume")


TEMPLATES: Final[tuple[Check, ...]] = (
    _template(
        "template.recognised",
        "note",
        "按{template}读取",
        "Read as: {template}",
        "请尽快改用现行模板",
        "Change to the present template soon",
    ),
    _template(
        "template.read_as",
        "note",
        "旧模板的“{name}”：{reason}",
        "“{name}” of the old template: {reason}",
        "无须处理",
        "Nothing to do",
    ),
    _template(
        "template.not_taken",
        "note",
        "旧模板的“{name}”未取：{reason}",
        "“{name}” of the old template is not taken: {reason}",
        "无须处理",
        "Nothing to do",
    ),
    _template(
        "template.not_asked",
        "note",
        "本字段不要求填写：{reason}",
        "This field is not asked for: {reason}",
        "无须处理",
        "Nothing to do",
    ),
    _template(
        "template.value_held",
        "hold",
        "旧模板的“{name}”为 {code}（{means}）：{reason}",
        "“{name}” of the old template is {code} ({means}): {reason}",
        "请由经办人核实；不应收录的请从文件中删去",
        "Verify it; leave the row out if it should not enter",
    ),
    _template(
        "template.value_unknown",
        "hold",
        "旧模板的“{name}”没有“{found}”这个值",
        "“{name}” of the old template has no value “{found}”",
        "请按旧模板代码表改正，或改用现行模板",
        "Correct it by the list of the old template, or use the present one",
    ),
)
