"""What a notice says, in plain words and both languages: one text for the page, the letter and the desk. Pure.

A reminder says that a notice waits, and nothing of what it is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from gongxin.notices.texts import Pair, Part, Recorded, Text, plain, record_facts
from gongxin.records.lifecycle import State

# The short form. It has no facts: whoever else holds the telephone learns nothing about the organisation.
REMINDER: Final = Pair(
    "【公信】贵单位有一份通知待查收。请登录公共信用信息平台，或到服务窗口查询。",
    "[Gongxin] A notice for your organisation is waiting. Sign in to the public credit information platform, or ask at the counter.",
)
FREE: Final = Pair(
    "查看、异议和修复都不收费，不需要请人代办。",
    "Reading, objecting and repair cost nothing, and nobody has to be paid to do it for you.",
)
ORDER: Final = Pair(
    "《信用修复管理办法》（国家发展改革委令第36号）",
    "Order No. 36 of the National Development and Reform Commission, on credit repair (信用修复管理办法)",
)


_UNTIL: Final = Pair("公开到", "Shown until")


@dataclass(frozen=True)
class Term:
    """How long it is shown and from when it may be repaired; `until` is exclusive."""

    shown: date
    until: date | None
    repair_from: date | None
    rule: Pair | None


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
    facts = [*record_facts(of), (_UNTIL, until)]
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


def left(of: Recorded, why: Pair, on: date) -> Text:
    """A record is not shown any more."""
    return Text(
        Pair("一条记录不再公开", "A record is no longer shown"),
        (
            Part(
                Pair("哪条记录，为什么", "Which record, and why"),
                (
                    *record_facts(of),
                    (Pair("为什么", "Why"), why),
                    (Pair("自哪天起", "Since"), plain(f"{on:%Y-%m-%d}")),
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


def reinserted(of: Recorded, on: date) -> Text:
    """What had left is there again, on the word of whoever reported it."""
    return Text(
        Pair("一条撤下的记录重新收录", "A record that had left came back"),
        (
            Part(
                Pair("哪条记录", "Which record"),
                (*record_facts(of), (Pair("重新收录", "Taken in again"), plain(f"{on:%Y-%m-%d}"))),
                (
                    Pair(
                        "报送单位出具证明，由另一人批准后重新收录。认为仍有误的，随时可以再次提出异议，或者声明“不是我们”。",
                        "Whoever reported it certified it, and a second person approved. If you think that it is still wrong you may object "
                        "again, or say that it is not about you.",
                    ),
                    FREE,
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
                    *record_facts(of),
                    (Pair("答复日期", "It said so on"), plain(f"{said_on:%Y-%m-%d}")),
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


def _through(until: date) -> Pair:
    """The last day on which it is shown."""
    return plain(f"{until - timedelta(days=1):%Y-%m-%d}")
