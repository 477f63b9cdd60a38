"""The letter with the code of an organisation, as a paper. In Chinese, whatever language the desk is read in; the same words as its page."""

from datetime import date, datetime

from django.utils import timezone

from gongxin.owners.actions.letters import Made
from gongxin.owners.letters import printed


def opening_letter(made: Made, address_of_code: str, now: datetime) -> dict[str, object]:
    """What the template `letter` prints."""
    body = made.organisation
    ends = _day(timezone.localdate(made.ends_at))
    return {
        "language": "zh",
        "title": "单位账号开通函",
        "at": now,
        "about": "开通码只印在这一份函件上，平台没有保存。",
        "address": [
            made.address or "（登记册没有住所：本函留在窗口，凭证照原件领取）",
            body.name,
        ],
        "blocks": [
            _text(f"{body.name}（{body.code}）："),
            _text(
                "有人申请开通贵单位在公共信用信息平台上的账号。登录后可以看到关于贵单位的全部记录、谁查过、"
                "哪天起可以做什么。开通和使用都不收费。"
            ),
            _text("开通码："),
            {"kind": "code", "text": printed(made.code)},
            _text(
                f"请打开 {address_of_code} ，填写统一社会信用代码和开通码，按用途给账号取名，并设置密码和手机验证器。"
            ),
            _text(
                f"开通码有效到 {ends}，只能用一次，试错五次作废。请交给贵单位指定办理的岗位，不要发给别人。"
                "不是贵单位申请的，不必理会，开通码到期自动失效。"
            ),
        ],
        "signed": ["公共信用信息中心", _day(timezone.localdate(now))],
    }


def _text(said: str) -> dict[str, str]:
    return {"kind": "text", "text": said}


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
