"""What a notice says of a case: each step with its reasons and the way on, silence, and a due day that moved. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from gongxin.cases.kinds import Event, Kind
from gongxin.deadlines import DayWas, Working
from gongxin.notices.texts import Pair, Part, Recorded, Text, plain, record_facts

REMEDY: Final = Pair(
    "不服的，可以依法申请行政复议或者提起行政诉讼；各项时限见平台“时限”页。",
    "Whoever does not accept this may apply for administrative reconsideration or bring a suit as the law provides; the platform’s "
    "page “Clocks” has each period.",
)


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
    remedy: str = ""  # of a complaint that was founded
    paper: str = ""  # of a revocation: whose paper, and its number


_DUE: Final = Pair("最迟", "At the latest")
_CASES: Final[Mapping[Kind, Pair]] = MappingProxyType(
    {
        Kind.OBJECTION: Pair("异议", "Objection"),
        Kind.NOT_US: Pair("“不是我们”", "“Not us”"),
        Kind.REPAIR: Pair("信用修复", "Repair"),
        Kind.REVOCATION: Pair("决定被撤销", "A decision that fell"),
        Kind.COMPLAINT: Pair("投诉", "Complaint"),
        Kind.OWN_COMPLAINT: Pair("对平台的投诉", "Complaint about the platform"),
        Kind.REQUEST: Pair(
            "查阅、复制、更正、删除申请", "Request for access, copy, correction or deletion"
        ),
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
        Event.HEAR: (
            Pair("请被投诉的单位说明", "The body complained of is heard"),
            Pair("答复的时限照常计算。", "The time for the answer runs on."),
        ),
        Event.FOUND: (
            Pair("投诉成立", "Complaint founded"),
            Pair(
                "已记入责任记录，只记单位。",
                "It stands in the register of liability, by institution.",
            ),
        ),
        Event.DISMISS: (
            Pair("投诉不成立", "Complaint not founded"),
            Pair(
                "可以申请复核，由没有参与过的人复核。",
                "You may ask for a review; somebody who had no part in it makes it.",
            ),
        ),
        Event.INCIDENT: (
            Pair("已登记为安全事件", "Entered as an incident of security"),
            Pair("投诉另行答复。", "The complaint is answered besides."),
        ),
        Event.GIVE: (
            Pair("准予", "Granted"),
            Pair("怎样取得，登录后见案件页。", "The page of the case says how, after signing in."),
        ),
        Event.GIVE_PART: (
            Pair("部分准予", "Granted in part"),
            Pair("对不予的部分可以申请复核。", "You may ask for a review of what was refused."),
        ),
        Event.DENY: (
            Pair("不予", "Refused"),
            Pair(
                "可以申请复核，由没有参与过的人复核。",
                "You may ask for a review; somebody who had no part in it makes it.",
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


def stepped(of: Recorded | None, step: Stepped) -> Text:
    """A step of a case, with its reasons and the way on. `of`: the record it is about, if it is about one."""
    if step.event is Event.UPHOLD:
        on_review = step.is_review and step.case is Kind.OBJECTION
        name = Pair("认可", "Upheld")
        follows = _ON_REVIEW if on_review else _UPHELD[step.case]
    else:
        name, follows = _STEPS[step.event]
    facts = [
        (Pair("案件", "Case"), _CASES[step.case]),
        *(record_facts(of) if of else ()),
        (Pair("这一步", "Step"), name),
        (Pair("日期", "Day"), plain(f"{step.on:%Y-%m-%d}")),
    ]
    if step.text:
        facts.append((Pair("理由", "Reasons (as written)"), plain(step.text)))
    if step.article:
        facts.append((Pair("依据", "Basis"), plain(step.article)))
    if step.remedy:
        facts.append((Pair("怎样补救", "Remedy"), plain(step.remedy)))
    if step.paper:
        facts.append((Pair("文书", "Paper"), plain(step.paper)))
    if step.due is not None:
        facts.append((_DUE, plain(f"{step.due:%Y-%m-%d}")))
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
                    *record_facts(of),
                    (Pair("自哪天起不公开", "Hidden since"), plain(f"{since:%Y-%m-%d}")),
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


def moved(of: Recorded | None, case: Kind, before: Working, after: Working) -> Text:
    """Another calendar moves a due day: both days with their working."""
    return Text(
        Pair("工作日历有变，一个到期日随之变动", "Another calendar moves a due day"),
        (
            Part(
                Pair("哪个到期日", "Which day"),
                (
                    (Pair("案件", "Case"), _CASES[case]),
                    *(record_facts(of) if of else ()),
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
    return plain(f"{working.due:%Y-%m-%d}")
