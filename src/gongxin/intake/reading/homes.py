"""Where a person's home stands in a text: an address with a number, after a word that says somebody lives there. Addresses of businesses stay."""

import re
from collections.abc import Iterator

from gongxin.intake.reading.numbers import Span

# Words said of a person's home alone.
_HOME = (
    r"(?:家庭|户籍|户口|身份证|现居住?|居住|常住|暂住|经常居住|租住|家)(?:所在)?(?:地址|住址|地)"
    r"|户籍(?:所在)?|户口所在地?|(?<!经营)(?<!单位)(?<!公司)(?<!企业)(?<!店铺)(?<!注册)(?<!办公)住址|现住址?|家住|家在|租住(?:于|在|地)?|暂住(?:于|在|地)?|常住(?:于|在|地)?"
    r"|(?:现|长期|一直)?居住(?:于|在|地)"
)
# 住 alone is a person's after a mark, a name or such a word; elsewhere it ends 堵住 or begins 住宅.
_LIVES = (
    r"(?<![居入堵抓记拦挡保稳锁卡盖按缠遮扣留站停困捆封压咬围扶握顶靠止接管守护勾叫绑粘吊借搭])住(?:于|在)?"
    r"(?![宅房宿院户建所址改店客持人着进满处不过了吊])"
)
# 住所 is a body's too; a person's where the words before it describe one.
_SEAT = r"住所地?"
_TELLS = r"\s?(?:为|是|位于|在|于|系)?\s?[:：]?\s?"
_PERSON_BEFORE = re.compile(
    r"(?:[,，、(（]\s?[男女]\s?[,，、)）]|公民身份|身份证|出生|[0-9]\s?周?岁|族[,，、]|自然人|\ue000)[^。；;\n]{0,60}$"
)
_BODY_BEFORE = re.compile(
    r"(?:公司|厂|店|部|行|合作社|中心|局|院|校|所|站|场|馆|会|企业|超市|商行|餐厅|酒楼|宾馆|工作室|分公司)\s?[)）]?\s?[,，、;；:：(（]?\s?$"
)
_NUMBER = r"[0-9〇零○一二三四五六七八九十百廿甲乙丙A-Za-z]{1,6}(?:\s?[\-－—–之/]\s?[0-9A-Za-z一二三四五六七八九十]{1,5}){0,3}"
_DOOR = rf"(?:附?{_NUMBER}\s?(?:号楼?|栋|幢|座|单元|室|房|户|组|队|社|弄|楼|层|梯|门(?!市)))"
_AREA_WORD = "省市区县旗镇乡街道路巷村庄组屯寨里弄坊园苑城湾坪坑岭坝塘围圩社庭府邸厦楼"
# A place, then doors; brackets of a town house may stand between.
_PLACE = rf"(?:[\u4e00-\u9fff0-9A-Za-z·]{{1,40}}?[{_AREA_WORD}][\u4e00-\u9fff]{{0,10}}?\s?[(（]?)"
_ADDRESS = rf"({_PLACE}{_DOOR}(?:[)）]?[\u4e00-\u9fff]{{0,12}}?\s?{_DOOR}){{0,5}}(?:{_NUMBER}(?![0-9年月日元]))?)"

_AT_HOME = re.compile(rf"(?:{_HOME}){_TELLS}{_ADDRESS}")
_LIVING = re.compile(rf"{_LIVES}{_TELLS}{_ADDRESS}")
_SEATED = re.compile(rf"{_SEAT}{_TELLS}{_ADDRESS}")

# Where people work they may sleep, but it is the firm's address.
_AT_WORK = re.compile(
    "工地|厂房|厂区|车间|仓库|工棚|工程|项目部|门店|店内|酒店|宾馆|旅馆|医院|民宿"
)

# Asked of whole columns by Polars.
HINT = (
    "户籍|户口|住址|现住|家住|家在|租住|暂住|常住|居住[于在地]|现居|(?:家庭|身份证)(?:所在)?地址?"
    "|住所|住(?:于|在)|[,，、;；:：(（\\s人现某其家][^，。]{0,4}住[^宅房宿院户建址改店]|^住"
    "|[\\u4e00-\\u9fff]住[\\u4e00-\\u9fff]{1,12}[省市县区镇乡村街路]"
)


def home_spans(folded: str) -> Iterator[Span]:
    """Addresses with a door or a room, of persons."""
    for match in _AT_HOME.finditer(folded):
        yield match.span(1)
    for match in _LIVING.finditer(folded):
        before = folded[max(0, match.start() - 20) : match.start()]
        if not _BODY_BEFORE.search(before) and not _AT_WORK.search(match.group(1)):
            yield match.span(1)
    for match in _SEATED.finditer(folded):
        before = folded[max(0, match.start() - 90) : match.start()]
        if _PERSON_BEFORE.search(before) and not _BODY_BEFORE.search(before):
            yield match.span(1)
