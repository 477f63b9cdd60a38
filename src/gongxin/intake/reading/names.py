"""Where names of natural persons stand in a text: after the words that announce one. It never returns a name, only places, and leaves 张某 as it is."""

import re
from collections.abc import Iterator

from gongxin.intake.reading.numbers import Span
from gongxin.intake.reading.surnames import (
    ANY_GIVEN,
    ANY_SURNAME,
    DOUBLE,
    FIRM_SURNAME,
    GIVEN,
    SURNAME,
    is_name,
)

_ROLES = (
    "法定代表人|法人代表|主要负责人|现场负责人|负责人|经营者|业主|投资人|实际控制人|联系人|经办人|被处罚人|行政相对人|违法行为人"
    "|违法嫌疑人|犯罪嫌疑人|嫌疑人|委托代理人|受委托人|被委托人|代理人|监护人|申请人|投诉人|举报人|被询问人|询问人|驾驶员|驾驶人"
    "|司机|股东|合伙人|店主|老板|厂长|经理|店长|死者|伤者|被害人|受害人|患者|执法人员|员工|从业人员|职工|雇员|证人|名字"
)
_ASKED = "姓名|户主"
_DETAILS = (
    r"(?:[男女](?![士孩童生])|公民身份|居民身份|身份证|性别|[\u4e00-\u9fff]{1,3}族|(?:19|20)[0-9]{2}\s?年|[0-9]{1,3}\s?周?岁"
    r"|住|现住|户籍|家住|以下简称|曾用名|电话|联系电话|手机|[0-9]{6}|\+86|出生)"
)
# Where a name ends: a mark, the end, or a word that says what the person did or said.
_END = (
    r"(?=$|[\s,，.。;；:：、()（）\"“”'‘’\[\]【】《》〈〉<>/|\ue000〔〕!?！？…—\-]"
    r"|称|说|表示|陈述|承认|确认|签|到场|到庭|在|陪同|提供|出示|辩称|述|供|反映|于|的|将|对|与|和|及|等|向|未|系|为|自|经|因|从"
    r"|委托|雇|聘|以|明知|违反|擅自|涉嫌|利用|使用|通过|持|拒|已|有|无|没|不|销售|经营|生产|购|采购|出售|开|驾|实施|组织|安排"
    r"|招用|代表|收|支付|进行|发现|当场|现场|负责|承包|租|前往|来|共同|伙同|先后|分别|多次|同意|要求|知道|接受|配合|履行|缴"
    r"|参与|抽|转让|私自|故意|单独|携带|运输|储存|存放|再次|又|仍|即|后|时|名下|家|处|本人|夫妇|夫妻|先生|女士)"
)
_PLAIN = rf"(?:{DOUBLE}{GIVEN}(?:{GIVEN})?|{SURNAME}{GIVEN}(?:{GIVEN})?)"
_FIRM = rf"(?:{DOUBLE}{GIVEN}(?:{GIVEN})?|{FIRM_SURNAME}{GIVEN}(?:{GIVEN})?)"
_ASKED_FOR = rf"(?:{DOUBLE}{ANY_GIVEN}(?:{ANY_GIVEN})?|{ANY_SURNAME}{ANY_GIVEN}(?:{ANY_GIVEN})?)"
# Names of other peoples are written with a dot in the middle.
_DOTTED = r"[\u4e00-\u9fff]{2,8}(?:[·•・．][\u4e00-\u9fff]{1,8}){1,3}"
_BRACKETED = r"(?:\s{0,2}[(（/、][^()（）:：\n]{1,10}[)）]?)?"
_TELLS = r"(?:\s{0,2}[:：]\s{0,3}|\s{0,2}(?:变更为|更换为|更改为|登记为|变更登记为|为|是|系|叫|名叫|姓名)\s?[:：]?\s?)"

_AFTER_ASKED = re.compile(
    rf"(?:{_ASKED}){_BRACKETED}(?:\s{{0,2}}[:：]\s{{0,3}}(?=({_DOTTED}|[\u4e00-\u9fff]{{2,4}}){_END})"
    rf"|(?:\s{{1,3}}|为|是)(?=({_DOTTED}|{_ASKED_FOR}){_END}))"
)
_AFTER_COLON = re.compile(
    rf"(?:{_ROLES}|当事人){_BRACKETED}\s{{0,2}}[:：]\s{{0,3}}({_DOTTED}|{_ASKED_FOR}){_END}"
)
_AFTER_ROLE = re.compile(rf"(?:{_ROLES})(?:{_TELLS}|\s{{0,2}})({_DOTTED}|{_PLAIN}){_END}")
_AFTER_PARTY = re.compile(
    rf"当事人(?:\s{{0,2}})(?:({_ASKED_FOR})(?=\s?[(（,，]\s?(?:{_DETAILS}|\ue000))|({_FIRM}){_END})"
)
# Nobody announces it, but what follows is said of persons alone.
_BEFORE_DETAILS = re.compile(
    rf"(?:^|(?<=[\s,，.。;；:：、(（\"“由向与和及人主工员东对是为将]))({_PLAIN})"
    r"(?=\s?[(（,，]\s?(?:[男女]\s?[,，、)）;；]|性别|公民身份|居民身份证|身份证|执法证|\ue000))"
)
# 法定代表人由张三变更为李四
_CHANGED = re.compile(
    rf"(?:{_ROLES})\s?[:：]?\s?由({_PLAIN})(?:变更|更换|更改)(?:登记)?为({_PLAIN}){_END}"
)
_NEXT = re.compile(rf"[、和与及]\s?({_PLAIN}){_END}")

# Asked of whole columns by Polars: cheap, and wider than the questions above.
HINT = (
    rf"(?:{_ASKED})|(?:{_ROLES})(?:[:：为是系叫名姓变更登由(（/、\s]|{DOUBLE}|{ANY_SURNAME})"
    "|(?:" + _ROLES + ")[\u4e00-\u9fff]{2,8}[·•・．]"
    rf"|当事人(?:[:：\s(（/、]|{DOUBLE}|{FIRM_SURNAME})"
    rf"|当事人{ANY_SURNAME}" + "[\u4e00-\u9fff]{1,3}\\s?[(（,，]"
    r"|[(（,，]\s?(?:[男女]\s?[,，、)）;；]|性别|公民身份|居民身份|身份证|执法证)"
)


def name_spans(folded: str) -> Iterator[Span]:
    """Names after 姓名 and the like, after a role, after 当事人 with a person's details; and the names listed beside them."""
    for pattern in (_AFTER_ASKED, _AFTER_COLON, _AFTER_ROLE, _AFTER_PARTY, _BEFORE_DETAILS):
        for match in pattern.finditer(folded):
            group = match.lastindex or 0
            end = match.end(group)
            # "姓名：性别：" is a form that nobody filled in.
            if is_name(match.group(group)) and folded[end : end + 1] not in {":", "："}:
                yield match.span(group)
                yield from _listed(folded, end)
    for match in _CHANGED.finditer(folded):
        yield from (match.span(g) for g in (1, 2) if is_name(match.group(g)))


def _listed(folded: str, place: int) -> Iterator[Span]:
    while (match := _NEXT.match(folded, place)) is not None and is_name(match.group(1)):
        yield match.span(1)
        place = match.end(1)
