"""What a notice says, in plain words and both languages: one text for the page, the letter and the desk. Pure.

A reminder says that a notice waits, and nothing of what it is about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from gongxin.cases.kinds import Event, Kind
from gongxin.deadlines import DayWas, Working
from gongxin.records.lifecycle import State


@dataclass(frozen=True)
class Pair:
    """A text in both languages. What is data stands in both as it is."""

    zh: str
    en: str


@dataclass(frozen=True)
class Part:
    """A section of a notice: its heading, what it states, and what follows from it."""

    heading: Pair
    facts: tuple[tuple[Pair, Pair], ...] = ()
    paragraphs: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Text:
    """A whole notice."""

    title: Pair
    parts: tuple[Part, ...]


# The short form. It has no facts: whoever else holds the telephone learns nothing about the organisation.
REMINDER: Final = Pair(
    "【公信】贵单位有一份通知待查收。请登录公共信用信息平台，或到服务窗口查询。",
    "[Gongxin] A notice for your organisation is waiting. Sign in to the public credit information platform, or ask at the counter.",
)
FREE: Final = Pair(
    "查看、异议和修复都不收费，不需要请人代办。",
    "Reading, objecting and repair cost nothing, and nobody has to be paid to do it for you.",
)
REMEDY: Final = Pair(
    "不服的，可以依法申请行政复议或者提起行政诉讼；各项时限见平台“时限”页。",
    "Whoever does not accept this may apply for administrative reconsideration or bring a suit as the law provides; the platform’s "
    "page “Clocks” has each period.",
)
ORDER: Final = Pair(
    "《信用修复管理办法》（国家发展改革委令第36号）",
    "Order No. 36 of the National Development and Reform Commission, on credit repair (信用修复管理办法)",
)


@dataclass(frozen=True)
class Recorded:
    """A record as a notice names it."""

    item: Pair
    document_number: str
    authority: str
    decided: date
    left: Pair | None = None  # why it is not shown any more, where it is not


@dataclass(frozen=True)
class Term:
    """How long it is shown and from when it may be repaired; `until` is exclusive."""

    shown: date
    until: date | None
    repair_from: date | None
    rule: Pair | None


@dataclass(frozen=True)
class Stepped:
    """A step of a case: of which kind, what it says, and until when the next one is owed."""

    case: Kind
    event: Event
    on: date
    text: str = ""
    article: str = ""
    due: date | None = None
    is_review: bool = False
    paper: str = ""  # of a revocation: whose paper, and its number


LEFT: Final[Mapping[str, Pair]] = MappingProxyType(
    {
        "ended": Pair("已被后来的决定移出或者终止", "a later decision ended it"),
        "anothers": Pair("经核对不是贵单位的", "it was found to be another body’s"),
        State.REPAIRED: Pair("已修复", "it was repaired"),
        State.WITHDRAWN: Pair("已撤回", "it was withdrawn"),
        State.UNDONE: Pair("报送它的整批数据被撤销", "the batch that it came with was taken back"),
        State.ERASED: Pair("保存期满，已删除", "its retention is over; it was erased"),
        State.DETACHED: Pair(
            "不再归在贵单位名下，归属待定",
            "it does not stand under your name any more; whose it is is open",
        ),
        State.MERGED: Pair(
            "与另一条记录是同一决定，已并入",
            "another record tells the same decision and stands for both",
        ),
    }
)


def listed(of: Recorded, term: Term) -> Text:
    """Decision and repair in one: what became public, and what can be done about it."""
    until = (
        _through(term.until) if term.until else Pair("有效期内公开", "as long as it is in force")
    )
    facts = [*_record(of), (_UNTIL, until)]
    if term.rule is not None:
        facts.append((Pair("公开依据", "Shown by"), term.rule))
    known = [
        Pair(
            f"这条记录自 {term.shown:%Y-%m-%d} 起在公共信用信息平台公开。到期自动停止公开，不需要申请。",
            f"This record is public on the platform since {term.shown:%Y-%m-%d}. At the end it is no longer shown by itself; nothing "
            "has to be asked for.",
        )
    ]
    if of.left is not None:
        known.append(
            Pair(
                f"本通知作出时，这条记录已不再公开：{of.left.zh}。",
                f"When this notice was made the record was no longer shown: {of.left.en}.",
            )
        )
    return Text(
        Pair("记录公开和修复告知书", "Notice of a published record and of its repair"),
        (
            Part(Pair("一、公开了什么", "1. What was published"), tuple(facts), tuple(known)),
            _repair(of, term),
            Part(
                Pair("三、认为有误，或者不是贵单位的", "3. If it is wrong, or not yours"),
                paragraphs=(
                    Pair(
                        "随时可以提出异议，或者声明“不是我们”。逾期没有答复的，记录自动暂不公开，直到有答复。",
                        "You may object at any time, or say that it is not about you. Without an answer in time the record is hidden "
                        "by itself until there is one.",
                    ),
                    Pair(
                        f"对{of.authority}的决定本身不服的，可以依法申请行政复议或者提起行政诉讼。",
                        f"Against the decision itself ({of.authority}) administrative reconsideration or a suit is open as the law "
                        "provides.",
                    ),
                ),
            ),
        ),
    )


def _repair(of: Recorded, term: Term) -> Part:
    start = (
        Pair(f"{term.repair_from:%Y-%m-%d}", f"{term.repair_from:%Y-%m-%d}")
        if term.repair_from
        else Pair(
            "履行义务并改正后随时", "any time once the duty is fulfilled and the fault put right"
        )
    )
    return Part(
        Pair("二、怎样修复", "2. How it is repaired"),
        (
            (Pair("哪天起可以申请", "From which day"), start),
            (
                Pair("需要什么", "What is needed"),
                Pair(
                    "义务已履行、违法行为已改正的证明（例如罚款缴纳凭证、整改完成的证明），以及公开的信用承诺",
                    "proof that the duty was fulfilled and the fault put right (a receipt of the fine, for instance), and a public "
                    "commitment",
                ),
            ),
            (
                Pair("向谁申请", "Where"),
                Pair(
                    f"登录公共信用信息平台，在这条记录下申请，由{of.authority}决定；不便上网的，到服务窗口",
                    f"on the platform, under this record; {of.authority} decides. Or at the counter",
                ),
            ),
            (Pair("依据", "Basis"), ORDER),
        ),
        (
            FREE,
            Pair(
                "修复后，公开、共享和使用一并停止，由此采取的措施一并解除。作虚假承诺的，一段时间内不得再申请。",
                "Once repaired it is no longer published, shared or used, and measures that rest on it are lifted. A false commitment "
                "bars another application for a time.",
            ),
        ),
    )


_DUE: Final = Pair("最迟", "At the latest")
_UNTIL: Final = Pair("公开到", "Shown until")
_CASES: Final[Mapping[Kind, Pair]] = MappingProxyType(
    {
        Kind.OBJECTION: Pair("异议", "Objection"),
        Kind.NOT_US: Pair("“不是我们”", "“Not us”"),
        Kind.REPAIR: Pair("信用修复", "Repair"),
        Kind.REVOCATION: Pair("决定被撤销", "A decision that fell"),
    }
)
# What each step is called, and what follows from it.
_STEPS: Final[Mapping[Event, tuple[Pair, Pair]]] = MappingProxyType(
    {
        Event.ASK: (
            Pair("请补正材料", "Please complete the papers"),
            Pair(
                "等待补正的日子不计入办理时限；补正后继续办理。每个环节只要求补正一次。",
                "Days on which your papers are waited for do not count; the case goes on once you have sent them. Each stage asks once.",
            ),
        ),
        Event.FORWARD: (
            Pair("已转作出决定的单位", "Passed on to the deciding body"),
            Pair("由作出决定的单位办理并答复。", "The deciding body deals with it and answers."),
        ),
        Event.EXTEND: (
            Pair("办理时限延长", "The time is extended"),
            Pair("时限只能延长一次。", "It can be extended once only."),
        ),
        Event.CORRECT: (
            Pair("认可，待更正", "Upheld; to be corrected"),
            Pair("更正之前，这条记录不公开。", "Until it is corrected the record is not shown."),
        ),
        Event.CORRECTED: (
            Pair("记录已更正", "The record was corrected"),
            Pair("拿到过旧版本的单位都已通知。", "Whoever was given the old version is told."),
        ),
        Event.REJECT: (
            Pair("不认可", "Not upheld"),
            Pair(
                "可以申请复核，没有期限；由没有参与过本案的人复核。",
                "You may ask for a review at any time; somebody who had no part in the case makes it.",
            ),
        ),
        Event.CONFIRM: (Pair("复核维持", "Confirmed on review"), REMEDY),
        Event.GRANT: (
            Pair("准予修复", "Repair granted"),
            Pair(
                "公开、共享和使用已经一并停止。拿到过这条记录的单位都已通知。",
                "It is no longer published, shared or used. Whoever was given it is told.",
            ),
        ),
        Event.REFUSE: (Pair("不予修复", "Repair refused"), REMEDY),
        Event.CARRY_OUT: (
            Pair("决定被撤销，记录已撤回", "The decision fell; the record was withdrawn"),
            Pair(
                "撤回的理由已经公开，其中没有贵单位的名称和事实。拿到过这条记录的单位都已通知。",
                "The reason was published, without your name and without facts. Whoever was given the record is told.",
            ),
        ),
        Event.REINSTATE: (
            Pair("撤销决定又被撤销", "The revocation was itself revoked"),
            Pair(
                "已撤回的记录不会恢复公开；拿到过它的单位都已通知。",
                "The record that was withdrawn does not come back; whoever was given it is told.",
            ),
        ),
    }
)
_UPHELD: Final[Mapping[Kind, Pair]] = MappingProxyType(
    {
        Kind.OBJECTION: Pair(
            "这条记录已撤回。拿到过它的单位都已通知。",
            "The record was withdrawn. Whoever was given it is told.",
        ),
        Kind.NOT_US: Pair(
            "这条记录不再归在贵单位名下。拿到过它的单位都已通知。",
            "The record does not stand under your name any more. Whoever was given it is told.",
        ),
    }
)
_ON_REVIEW: Final = Pair(
    "这条记录已不公开，并已提请撤回，由另一人决定。",
    "The record is not shown any more; its withdrawal was proposed to a second person.",
)


def stepped(of: Recorded, step: Stepped) -> Text:
    """A step of a case, with its reasons and the way on."""
    if step.event is Event.UPHOLD:
        on_review = step.is_review and step.case is Kind.OBJECTION
        name = Pair("认可", "Upheld")
        follows = _ON_REVIEW if on_review else _UPHELD[step.case]
    else:
        name, follows = _STEPS[step.event]
    facts = [
        (Pair("案件", "Case"), _CASES[step.case]),
        *_record(of),
        (Pair("这一步", "Step"), name),
        (Pair("日期", "Day"), _plain(f"{step.on:%Y-%m-%d}")),
    ]
    if step.text:
        facts.append((Pair("理由", "Reasons (as written)"), _plain(step.text)))
    if step.article:
        facts.append((Pair("依据", "Basis"), _plain(step.article)))
    if step.paper:
        facts.append((Pair("文书", "Paper"), _plain(step.paper)))
    if step.due is not None:
        facts.append((_DUE, _plain(f"{step.due:%Y-%m-%d}")))
    case = _CASES[step.case]
    return Text(
        Pair(f"{case.zh}：{name.zh}", f"{case.en}: {name.en}"),
        (Part(Pair("办到了哪一步", "Where the case is"), tuple(facts), (follows,)),),
    )


def masked(of: Recorded, case: Kind, since: date) -> Text:
    """Nobody answered in time."""
    return Text(
        Pair("逾期没有答复，记录暂不公开", "No answer in time: the record is hidden"),
        (
            Part(
                Pair("发生了什么", "What happened"),
                (
                    (Pair("案件", "Case"), _CASES[case]),
                    *_record(of),
                    (Pair("自哪天起不公开", "Hidden since"), _plain(f"{since:%Y-%m-%d}")),
                ),
                (
                    Pair(
                        "到期没有答复，这条记录自动暂不公开，直到有答复。没有答复不等于作出了决定，案件继续办理。",
                        "There was no answer by its day, so the record is hidden by itself until there is one. Silence decides nothing; "
                        "the case goes on.",
                    ),
                ),
            ),
        ),
    )


def left(of: Recorded, why: Pair, on: date) -> Text:
    """A record is not shown any more."""
    return Text(
        Pair("一条记录不再公开", "A record is no longer shown"),
        (
            Part(
                Pair("哪条记录，为什么", "Which record, and why"),
                (
                    *_record(of),
                    (Pair("为什么", "Why"), why),
                    (Pair("自哪天起", "Since"), _plain(f"{on:%Y-%m-%d}")),
                ),
                (
                    Pair(
                        "拿到过这条记录的单位都要通知到，直到对方确认；登录后看得到送到了哪里。",
                        "Whoever was given the record is told until it confirms; after signing in you see who was.",
                    ),
                ),
            ),
        ),
    )


def used(of: Recorded, who: Pair, said_on: date) -> Text:
    """A recipient says that somebody decided by a record that was recalled."""
    return Text(
        Pair(
            "有单位曾依据一条已变动的记录作出决定",
            "Somebody decided by a record that has changed since",
        ),
        (
            Part(
                Pair("哪个单位，哪条记录", "Who, and which record"),
                (
                    (Pair("单位", "Institution"), who),
                    *_record(of),
                    (Pair("答复日期", "It said so on"), _plain(f"{said_on:%Y-%m-%d}")),
                ),
                (
                    Pair(
                        "该单位答复平台：曾据这条记录作出决定。决定的日期和内容平台不掌握。贵单位可以要求该单位重新处理。",
                        "The institution told the platform that it had decided by this record. The platform does not know when, nor "
                        "what it decided. You may ask it to decide anew.",
                    ),
                ),
            ),
        ),
    )


def moved(of: Recorded, case: Kind, before: Working, after: Working) -> Text:
    """Another calendar moves a due day: both days with their working."""
    return Text(
        Pair("工作日历有变，一个到期日随之变动", "Another calendar moves a due day"),
        (
            Part(
                Pair("哪个到期日", "Which day"),
                (
                    (Pair("案件", "Case"), _CASES[case]),
                    *_record(of),
                    (Pair("时限", "Deadline"), Pair(after.rule.zh, after.rule.en)),
                    (Pair("原到期日", "Was due"), _day_of(before)),
                    (Pair("现到期日", "Is due"), _day_of(after)),
                    (Pair("原来怎样算", "Counted before"), _counted(before)),
                    (Pair("现在怎样算", "Counted now"), _counted(after)),
                ),
            ),
        ),
    )


_DAYS: Final[Mapping[DayWas, Pair]] = MappingProxyType(
    {
        DayWas.ZERO: Pair("起算", "day zero"),
        DayWas.COUNTED: Pair("计", "counts"),
        DayWas.MADE_UP: Pair("调休上班，计", "made up, counts"),
        DayWas.WEEKEND: Pair("周末", "weekend"),
        DayWas.HOLIDAY: Pair("放假", "holiday"),
        DayWas.STOPPED: Pair("停", "stopped"),
        DayWas.MOVED_ON: Pair("顺延", "moved on"),
    }
)


def _counted(working: Working) -> Pair:
    days = [(f"{one.day:%m-%d}", _DAYS[one.was]) for one in working.steps]
    return Pair(
        "、".join(f"{day} {was.zh}" for day, was in days),
        ", ".join(f"{day} {was.en}" for day, was in days),
    )


def _day_of(working: Working) -> Pair:
    if working.due is None:
        return Pair("没有工作日历，算不出", "no calendar says it")
    return _plain(f"{working.due:%Y-%m-%d}")


def _record(of: Recorded) -> Sequence[tuple[Pair, Pair]]:
    return (
        (Pair("事项", "Item"), of.item),
        (Pair("决定文书号", "Document number"), _plain(of.document_number or "–")),
        (Pair("作出决定的单位", "Decided by"), _plain(of.authority or "–")),
        (Pair("决定日期", "Decided on"), _plain(f"{of.decided:%Y-%m-%d}")),
    )


def _plain(text: str) -> Pair:
    return Pair(text, text)


def _through(until: date) -> Pair:
    """The last day on which it is shown."""
    return _plain(f"{until - timedelta(days=1):%Y-%m-%d}")
