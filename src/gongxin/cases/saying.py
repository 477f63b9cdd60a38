"""What each step of a case must say, from which closed lists, and what is turned away at the door. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from gongxin.cases.kinds import Event, Kind
from gongxin.refusal import Refusal

TEXT_CHARS_MAX: Final = 2000  # a text is read by people; our own choice
LINE_CHARS_MAX: Final = 200


@dataclass(frozen=True)
class Word:
    """One entry of a closed list."""

    key: str
    zh: str
    en: str


def _list(*words: Word) -> Mapping[str, Word]:
    return MappingProxyType({word.key: word for word in words})


# Our own lists: what an objection may be about, what is shown for a repair, what became of a decision.
GROUNDS: Final = _list(
    Word("wrong_fact", "记载的内容与决定不符", "it does not say what the decision says"),
    Word("ended", "决定已变更、撤销或者已不再有效", "the decision was changed, revoked or is over"),
    Word("too_long", "公示超过期限", "it is shown for too long"),
    Word("not_allowed", "依法不应当收录或者公示", "the law does not allow it to be kept or shown"),
    Word("other", "其他", "something else"),
)
EVIDENCE: Final = _list(
    Word("fulfilled", "义务已履行的证明", "proof that the duty was fulfilled"),
    Word("paid", "罚款缴纳凭证", "proof that the fine was paid"),
    Word("remedied", "整改完成的证明", "proof that the fault was put right"),
    Word("ended", "决定已执行完毕的证明", "proof that the decision was carried out"),
)
REVOCATIONS: Final = _list(
    Word("changed", "决定被变更", "the decision was changed"),
    Word("revoked", "决定被撤销", "the decision was revoked"),
    Word("unlawful", "决定被确认违法", "the decision was held unlawful"),
    Word("void", "决定被确认无效", "the decision was held void"),
)
# Our own lists: what a complaint is about, what is asked for and by whom, what an agency says of a tip it was handed.
MATTERS: Final = _list(
    Word("late", "逾期没有办理或者答复", "something was not done or answered in time"),
    Word("refused", "不受理，或者没有依据地拒绝", "it was refused, or not taken, without a ground"),
    Word("fee", "收了费，或者要求找人代办", "a fee was taken, or an agent demanded"),
    Word(
        "shown",
        "不该公开的公开了，或者公开过久",
        "something was shown that should not be, or too long",
    ),
    Word("wrong_subject", "把别人的事记到了名下", "another's affair was put under one's name"),
    Word("leak", "信息泄露", "information leaked"),
    Word("other", "其他办理问题", "something else in how it was handled"),
)
WANTED: Final = _list(
    Word("access", "查阅", "to see it"),
    Word("copy", "复制", "to have a copy"),
    Word("correction", "更正、补充", "to have it corrected or completed"),
    Word("deletion", "删除", "to have it deleted"),
)
WHO: Final = _list(
    Word("organisation", "单位（已登录）", "an organisation, signed in"),
    Word("person", "个人（凭身份证件当面核对）", "a person, whose identity is seen at the counter"),
)
FINDINGS: Final = _list(
    Word("dealt_with", "已依法处理", "dealt with under the law"),
    Word("no_finding", "没有查实", "nothing was found"),
)
# 责任记录: what a body did wrong, of a complaint that was founded.
FAULTS: Final = _list(
    Word("late", "逾期", "late"),
    Word("wrong_subject", "主体错误", "the wrong subject"),
    Word("wrong_content", "内容错误", "wrong content"),
    Word("shown_too_long", "公开超过期限", "shown too long"),
    Word("not_allowed", "不该公开而公开", "shown though it may not be"),
    Word("leak", "泄露", "a leak"),
    Word("refused", "违法拒绝或者不受理", "refused unlawfully"),
    Word("fee", "违规收费", "a fee was taken"),
    Word("handling", "其他办理过错", "another fault in handling"),
)
YES: Final = _list(Word("yes", "是", "yes"))
_LISTS: Final[Mapping[str, Mapping[str, Word]]] = MappingProxyType(
    {
        "ground": GROUNDS,
        "evidence": EVIDENCE,
        "cause": REVOCATIONS,
        "commitment": YES,
        "approved": YES,
        "false_commitment": YES,
        "matter": MATTERS,
        "wanted": WANTED,
        "who": WHO,
        "finding": FINDINGS,
        "fault": FAULTS,
        "no_part": YES,
        "seen": YES,
    }
)
# What each event must say; what is not named here is not kept.
_TEXT: Final = ("text",)
NEEDS: Final[Mapping[Event, tuple[str, ...]]] = MappingProxyType(
    {
        Event.ASK: _TEXT,
        Event.COMPLETE: _TEXT,
        Event.FORWARD: (),
        Event.EXTEND: ("reason", "approved"),
        Event.UPHOLD: _TEXT,
        Event.CORRECT: _TEXT,
        Event.CORRECTED: (),
        Event.REJECT: _TEXT,
        Event.APPEAL: _TEXT,
        Event.CONFIRM: _TEXT,
        Event.GRANT: _TEXT,
        Event.REFUSE: ("text", "article"),
        Event.REPORT: ("document", "authority", "cause"),
        Event.CARRY_OUT: (),
        Event.REINSTATE: ("document", "authority"),
        Event.SAY: _TEXT,
        Event.DROP: (),
        Event.HEAR: _TEXT,
        Event.STATE: _TEXT,
        Event.FOUND: ("text", "fault", "article", "remedy", "no_part"),
        Event.DISMISS: ("text", "no_part"),
        Event.INCIDENT: ("incident",),
        Event.SEE: ("seen",),
        Event.GIVE: _TEXT,
        Event.GIVE_PART: ("text", "article"),
        Event.DENY: ("text", "article"),
        Event.HAND_ON: ("agency",),
        Event.RETURN: _TEXT,
        Event.ANSWER: ("finding", "text"),
        Event.CLOSE: _TEXT,
    }
)
FILED: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.OBJECTION: ("ground", "text"),
        Kind.NOT_US: (),
        Kind.REPAIR: ("commitment", "evidence"),
        Kind.COMPLAINT: ("matter", "text"),
        Kind.OWN_COMPLAINT: ("matter", "text"),
        Kind.TIP: ("target", "text"),
        Kind.REQUEST: ("wanted", "who", "text"),
    }
)
MAY_SAY: Final = frozenset({"text", "false_commitment", "contradictions", "reasons", "about"})


class FilingRefused(Refusal):
    """What is asked for cannot be filed like this."""

    code = "case.filing_refused"


class SayingRefused(Refusal):
    """A step says too little, or something that is on no list."""

    code = "case.saying_refused"


class RepairTooEarly(Refusal):
    """The shortest time of publicity is not over."""

    code = "case.repair_too_early"

    def __init__(self, earliest: date) -> None:
        super().__init__(
            f"最短公示期未满，{earliest:%Y-%m-%d} 起可以申请修复",
            f"the shortest time of publicity is not over; repair can be asked for from {earliest:%Y-%m-%d}",
            details={"earliest": earliest.isoformat()},
        )


def said(event: Event, kind: Kind, given: Mapping[str, str]) -> dict[str, str]:
    """What is kept of what was given: all that must be said, within its length and its list; SayingRefused otherwise."""
    brings = event is Event.FILE or (kind is Kind.TIP and event is Event.REPORT)
    needed = FILED[kind] if brings else NEEDS[event]
    told = {
        key: " ".join(value.split()) if key != "text" else value.strip()
        for key, value in given.items()
    }
    kept = {key: told[key] for key in (*needed, *sorted(MAY_SAY)) if told.get(key)}
    for key in needed:
        if key not in kept:
            raise SayingRefused(
                "还有必填的内容没有写",
                "something that must be said is missing",
                details={"field": key},
            )
    for key, value in kept.items():
        if len(value) > (TEXT_CHARS_MAX if key == "text" else LINE_CHARS_MAX):
            raise SayingRefused(
                f"说明不超过 {TEXT_CHARS_MAX} 字，其他每项不超过 {LINE_CHARS_MAX} 字",
                f"a text has at most {TEXT_CHARS_MAX} characters, anything else {LINE_CHARS_MAX}",
            )
        words = _LISTS.get(key)
        if words is not None and not set(value.split()) <= words.keys():
            raise SayingRefused(
                "选项不在清单内", "the choice is on no list", details={"field": key}
            )
    return kept
