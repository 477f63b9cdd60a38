"""Which deadlines are refused: laxer than a text that was found, beyond a limit of the law, without a consequence when missed. Pure."""

from collections.abc import Iterator

from gongxin.catalogue.complaint import Complaint
from gongxin.deadlines import Alternative, Clocks, Rule

_ANSWERABLE = frozenset({"escalate", "figures", "call_sheet", "public_list"})


def lint_deadlines(clocks: Clocks) -> tuple[Complaint, ...]:
    """Everything that makes the deadlines be refused. Source, mark and consequence are asked for by the reader already."""
    found: list[Complaint] = []
    for rule in clocks.rules:
        place = f"deadline.{rule.key}"
        found += [*_strictest(rule, place), *_missed(rule, place), *_meaning(rule, place)]
    return tuple(found)


def _strictest(rule: Rule, place: str) -> Iterator[Complaint]:
    """The subject gets the best value found; nobody gets more time than the law of this place allows."""
    for text in rule.alternatives:
        if _shorter(text, rule):
            yield Complaint(
                "deadline.not_strictest",
                place,
                f"所列文本中有更严的：{text.source}",
                f"a text that is listed is stricter: {text.en}",
            )
        if text.outer and text.unit == rule.unit and _longest(rule) > text.count:
            yield Complaint(
                "deadline.beyond_outer",
                place,
                f"连同延长超过了外部期限：{text.source}",
                f"with its extension it passes an outer limit: {text.en}",
            )


def _shorter(text: Alternative, rule: Rule) -> bool:
    """Values of two units are not compared: twenty calendar days are now more, now less than twenty working days."""
    if text.unit == rule.unit:
        return text.count < rule.count or (
            # Where the count is the same, the text that allows less of an extension is the stricter one.
            text.count == rule.count
            and not text.outer
            and rule.extension is not None
            and rule.extension.count > (text.extension or 0)
        )
    return text.unit == "at_once"


def _longest(rule: Rule) -> int:
    extension = rule.extension
    return rule.count + (0 if extension is None else extension.count * extension.times)


def _missed(rule: Rule, place: str) -> Iterator[Complaint]:
    own = rule.party == "subject"
    if own != ("window_closes" in rule.missed) or (own and len(rule.missed) > 1):
        yield Complaint(
            "deadline.silence_hurts",
            place,
            "只有主体自己的期限会“窗口关闭”，且不得有别的后果",
            "only a time of the subject's own can close, and nothing else may follow from it",
        )
    if not own and not _ANSWERABLE & set(rule.missed):
        yield Complaint(
            "deadline.nobody_answers",
            place,
            "未按时办理没有人知道：须升级、计入数字、催办或者列名",
            "missed, it comes to nobody's notice: escalate, figures, call sheet or public list",
        )


def _meaning(rule: Rule, place: str) -> Iterator[Complaint]:
    if rule.unit == "at_once" and (rule.pauses or rule.extension or rule.roll):
        yield Complaint(
            "deadline.meaningless",
            place,
            "立即办理的不能暂停、延长或者顺延",
            "what is done at once has no pause, extension or roll",
        )
    if rule.unit == "working_days" and rule.roll:
        yield Complaint(
            "deadline.meaningless",
            place,
            "工作日期限的末日必是工作日，无需顺延",
            "a period of working days ends on a working day; it has no roll",
        )
