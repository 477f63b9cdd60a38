"""Whom a tip may be about: organisations alone. It refuses what looks like a person; it looks nothing up and keeps nothing. Pure."""

import re
from typing import Final

from gongxin.cases.saying import FilingRefused
from gongxin.identifiers import grade

# Signs that a name is that of a body; our own list. A name without any is taken only with a code.
_BODY: Final = re.compile(
    r"公司|集团|企业|工厂|商行|商店|商场|超市|酒店|饭店|餐厅|药房|药店|门诊|医院|诊所|学校|学院|大学|中学|小学|幼儿园"
    r"|机构|中心|协会|学会|商会|基金会|合作社|事务所|工作室|服务部|经营部|门市部|加油站|委员会|办事处|政府|法院|检察院"
    r"|银行|支行|分行|项目部|(?:厂|店|局|院|所|社|馆|站|园|场|部|处|会|队|行|庄|坊|城)$"
)
_LATIN_BODY: Final = re.compile(
    r"\b(?:co|ltd|limited|inc|corp|company|group|school|hospital|shop|store|hotel|restaurant|factory|bureau|office|association"
    r"|foundation|centre|center|bank|university|college|court|clinic|works|farm|plant)\b",
    re.IGNORECASE,
)


def ensure_body(target: str, *, was_covered: bool) -> str:
    """The name or code of the body, as it was typed. `was_covered`: a person's marks were found in it."""
    said = " ".join(target.split())
    if was_covered or not (_is_code(said) or _BODY.search(said) or _LATIN_BODY.search(said)):
        raise FilingRefused(
            "只接收对单位的举报，不接收对个人的举报",
            "only organisations can be reported here, never persons",
            remedy_zh="写单位的全称或者统一社会信用代码；涉及个人的，请直接向有权机关举报",
            remedy_en="give the organisation's full name or unified code; about a person, go to the authority in charge",
        )
    return said


def _is_code(said: str) -> bool:
    """Whether it holds a number of a body whose check digits are right."""
    return any((found := grade(part)).scheme and found.normalised for part in said.split())
