"""The file of an organisation as a paper: the same words and the same records as its page. It decides nothing, and reads nothing more."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from gongxin.exchange.queries.recalls import Map, MapLine
from gongxin.look.templatetags.look import amount, says, spoken, word
from gongxin.portal.cards import Card
from gongxin.portal.owner import Owner
from gongxin.portal.ownfile import File, Left
from gongxin.records.publicrecord import PublicRecord

# Our own choice: what is on the way to a hundred lines is read on the page. Nothing adverse is ever left out.
LINES_MAX: Final = 100
_GROUPS: Final = ((0, 2), (2, 8), (8, 17), (17, 18))


def sheet(owner: Owner, file: File, told: Map, *, compared_at: str) -> dict[str, object]:
    """What the template `owner_sheet` prints. `compared_at` is the address of the organisation's public page."""
    return {
        "language": "en" if get_language() == "en" else "zh",
        "title": gettext("本单位的档案"),
        "at": owner.now,
        "about": _about(owner),
        "verify": gettext("公开的内容可在此核对：%(address)s") % {"address": compared_at},
        "name": owner.name,
        "code": _grouped(owner.code),
        "day": spoken(owner.today),
        "lead": _lead(file),
        "free": gettext("查看、异议和修复都不收费，不需要请人代办。"),
        "none": gettext("没有。"),
        "waiting": {"title": gettext("正在办理"), "lines": _waiting(file)},
        "adverse": {
            "title": gettext("处罚、名录和其他不利信息"),
            "records": [_record(card, owner) for card in file.adverse],
        },
        "others": _others(file),
        "left": _left(file),
        "told": _told(told),
    }


def _about(owner: Owner) -> str:
    said = gettext("公信 公共信用信息平台，本单位登录后取得，内容以 %(day)s 为准。") % {
        "day": spoken(owner.today)
    }
    if settings.GONGXIN_MODE == "demo":
        said += " " + gettext("本站是演示：单位、文书和决定全部由程序生成，与任何真实单位无关。")
    return said


def _lead(file: File) -> str:
    count = len(file.adverse)
    if not count:
        said = gettext("今天没有公开的不利记录。")
    else:
        said = ngettext("今天有 %(n)s 条不利记录公开。", "今天有 %(n)s 条不利记录公开。", count) % {
            "n": count
        }
    return f"{said} {gettext('没有分数，没有等级。')}"


def _waiting(file: File) -> list[str]:
    return [
        str(one.text)
        + (
            " · " + gettext("最晚 %(date)s") % {"date": spoken(one.due_date)}
            if one.due_date
            else ""
        )
        for one in file.waiting
    ]


def _record(card: Card, owner: Owner) -> dict[str, object]:
    record = card.record
    title = says(record, "item")
    if record.severity != "unknown":
        title += f" · {word(record.severity, 'severity')}"
    lines = [
        (says(line), {"zh": line.value_zh} if line.is_data else says(line, "value"))
        for line in card.lines
    ]
    return {
        "title": title,
        "document": {"zh": record.document_number},
        "rows": [
            (gettext("谁作出"), {"zh": _by_whom(record)}),
            *lines,
            *([(gettext("凭什么收录"), _basis(record))] if record.basis else []),
            (gettext("公开到哪天"), _until(record)),
            (gettext("什么时候能申请修复"), _repair(record, owner)),
            (gettext("认为有误"), _wrong(record)),
        ],
        "marks": [
            gettext("这条记录自 %(since)s 起%(mark)s。")
            % {"since": spoken(timezone.localdate(mark.since)), "mark": says(mark)}
            for mark in record.marks
        ],
    }


def _by_whom(record: PublicRecord) -> str:
    return f"{record.authority_name}{gettext('，')}{spoken(record.decided_date)}"


def _basis(record: PublicRecord) -> str:
    return gettext("；").join(
        says(one) if one.mark == "verified" else f"{says(one)}（{word(one.mark, 'mark')}）"
        for one in record.basis
    )


def _until(record: PublicRecord) -> str:
    if record.shown_until is None:
        return gettext("有效期内公开")
    last = spoken(record.shown_until - timedelta(days=1))
    return gettext("公开到 %(last)s") % {"last": last} + gettext(
        "，次日零点自动不再显示，不需要申请。"
    )


def _repair(record: PublicRecord, owner: Owner) -> str:
    if record.repair_from is None:
        when = gettext("履行并改正后随时")
    elif record.repair_from <= owner.today:
        when = gettext("现在就可以")
    else:
        when = gettext("%(from)s起") % {"from": spoken(record.repair_from)}
    return when + gettext("：先履行义务、改正并作出承诺；向作出决定的部门提出。")


def _wrong(record: PublicRecord) -> str:
    return gettext("随时可以向%(authority)s或公共信用信息中心提出异议。") % {
        "authority": record.authority_name
    }


def _others(file: File) -> dict[str, object]:
    return {
        "title": gettext("许可、等级、承诺和其他信息"),
        "head": [gettext("事项"), gettext("文号"), gettext("谁作出"), gettext("公开到哪天")],
        "rows": [
            (
                says(one, "item"),
                {"zh": one.document_number or "–"},
                {"zh": _by_whom(one)},
                spoken(one.shown_until - timedelta(days=1))
                if one.shown_until
                else gettext("有效期内公开"),
            )
            for one in (card.record for card in file.others[:LINES_MAX])
        ],
        "more": _more(len(file.others)),
    }


def _left(file: File) -> dict[str, object]:
    return {
        "title": gettext("不再公开或依法不公开的"),
        "head": [gettext("事项"), gettext("文号"), gettext("为什么不公开"), gettext("从哪天起")],
        "rows": [_gone(one) for one in file.left[:LINES_MAX]],
        "more": _more(len(file.left)),
    }


def _gone(one: Left) -> tuple[object, ...]:
    why = word(one.why, "left")
    if one.own.reason and one.own.state != "admitted":
        why += gettext("：") + word(one.own.reason, "version_reason")
    since = spoken(one.since_date) if one.since_date else "–"
    return says(one.own, "item"), {"zh": one.own.document_number or "–"}, why, since


def _told(told: Map) -> dict[str, object]:
    lines = []
    if told.told:
        said = gettext("应告知 %(told)s 个单位，已确认 %(confirmed)s，逾期 %(late)s")
        counts = {
            "told": amount(told.told),
            "confirmed": amount(told.confirmed),
            "late": amount(told.late),
        }
        lines.append(said % counts)
    if told.redeemable:
        said = ngettext(
            "另有 %(n)s 份匿名查询可凭编号查更正",
            "另有 %(n)s 份匿名查询可凭编号查更正",
            told.redeemable,
        )
        lines.append(said % {"n": told.redeemable})
    return {
        "title": gettext("更正送到了哪里"),
        "lines": lines or [gettext("没有召回：没有给出后又变动的。")],
        "head": [gettext("接收单位"), gettext("状态"), gettext("处理结果"), gettext("下一步")],
        "rows": [_recipient(line) for line in told.lines],
    }


def _recipient(line: MapLine) -> tuple[str, ...]:
    outcome = word(line.outcome.value, "recall_outcome") if line.outcome else ""
    if line.used_in_decision and (line.outcome is None or line.outcome != "used_in_decision"):
        used = gettext("曾据以作出决定")
        outcome = f"{outcome} · {used}" if outcome else used
    next_step = spoken(line.next_step) if line.next_step else "–"
    return says(line.name), word(line.state.value, "recall_state"), outcome, next_step


def _more(count: int) -> str:
    if count <= LINES_MAX:
        return ""
    return gettext("还有 %(n)s 条，见网页。") % {"n": amount(count - LINES_MAX)}


def _grouped(code: str) -> str:
    return " ".join(code[start:end] for start, end in _GROUPS) if len(code) == 18 else code
