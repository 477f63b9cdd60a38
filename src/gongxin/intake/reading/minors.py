"""Where a child is named in a text: the name or initial with the age, the day of birth or the word that says so. Rules about children name nobody and stay."""

import re
from collections.abc import Iterator

from gongxin.intake.reading.numbers import Span
from gongxin.intake.reading.surnames import (
    ANY_GIVEN,
    ANY_SURNAME,
    DOUBLE,
    GIVEN,
    HIDDEN,
    NOBODY,
    SURNAME,
    WORDS,
)

# Whoever was born since was a child in the years the platform reports of, and is not shown for having grown up.
_BORN_SINCE = 2006
_YEAR = "(?:200[6-9]|20[1-9][0-9])"
_YEAR_SAID = r"(?:二[〇○零]{2}[六七八九]|二[〇○零][一二三][〇○零一二三四五六七八九])"
_DAY = (
    rf"(?:(?<![0-9]){_YEAR}(?:\s?年\s?[01]?[0-9]\s?月(?:\s?[0-3]?[0-9]\s?[日号])?|[\-/.][01]?[0-9](?:[\-/.][0-3]?[0-9])?|年)"
    rf"|{_YEAR_SAID}年(?:[一二三四五六七八九十]{{1,2}}月(?:[一二三四五六七八九十]{{1,3}}[日号])?)?)"
)
_AGE = (
    r"(?:(?<![0-9满龄])(?:1[0-7]|[0-9])\s?周?岁|(?<![满十])(?:十[一二三四五六七]?|[一二两三四五六七八九])周?岁"
    r"|年龄\s?[:：为是]?\s?(?:1[0-7]|[0-9])(?![0-9])(?:\s?周?岁)?"
    r"|(?:未满|不满)\s?(?:1[0-8]|十[一二三四五六七八]?|[1-9])\s?周?岁)(?!以[上下]|及以|的(?:未成年|儿童|学生|人))"
)
_CALLED = "[甲乙丙丁戊]"
_HIDDEN_NAME = rf"(?:{DOUBLE}|{ANY_SURNAME}){HIDDEN}{{1,2}}{_CALLED}?"
_LETTERED = (
    r"(?:小(?:[明红华强芳丽军刚伟美]|[A-Z甲乙丙丁])(?![\u4e00-\u9fff])|(?<![A-Za-z])[A-Z]某{1,2})"
)
_FULL_NAME = rf"(?:{DOUBLE}|{ANY_SURNAME}){ANY_GIVEN}(?:{ANY_GIVEN})?"
_PLAIN_NAME = rf"(?:{DOUBLE}|{SURNAME}){GIVEN}(?:{GIVEN})?"
_NAME = rf"(?:{_HIDDEN_NAME}|{_LETTERED}|{_FULL_NAME})"
_OF_PERSON = (
    r"\s?[(（,，、]\s?(?:(?:[男女](?:生|孩|童)?|性别\s?[:：]?\s?[男女]|[\u4e00-\u9fff]{1,3}族|学生|儿童|系?未成年人|时年|现年|年仅|当时|今年"
    r"|(?:系|为)?[\u4e00-\u9fff]{0,8}(?:小学|中学|初中|高中|幼儿园|年级|学校)[\u4e00-\u9fff]{0,6})\s?[,，、]?\s?){0,4}"
)
_CLOSE = r"(?:\s?[)）])?"
# Name first: 李某某（男，12岁）, 王小明，2012年3月4日出生.
_NAME_THEN_AGE = re.compile(
    rf"({_NAME}){_OF_PERSON}"
    rf"(?:{_AGE}|{_DAY}\s?(?:出生|生(?![产效成态活]))|(?:出生|生)(?:于|日期|年月|时间)?\s?[:：]?\s?{_DAY}(?:出生)?)"
)
_NAME_AGED = re.compile(
    rf"({_HIDDEN_NAME}|{_LETTERED})\s?(?:当时|时年|现年|年仅|今年|仅|年)?\s?{_AGE}"
)
# The day or the age first: 出生于2012年3月4日的李某某, 年仅12岁的王小明.
_AGE_THEN_NAME = re.compile(
    rf"(?:(?:出生|生)于\s?{_DAY}(?:出生)?|{_DAY}出生|(?:年仅|现年|时年|当时|今年|仅)?{_AGE})的?"
    rf"(?:未成年人|学生|儿童|幼儿|男孩|女孩|男童|女童|少年|孩子|小孩|小学生|中学生|初中生|高中生|童工|其?[儿女]子?)?[:：、]?"
    rf"({_HIDDEN_NAME}|{_LETTERED}|{_PLAIN_NAME}(?=$|[^\u4e00-\u9fff]|[在的于与和及被将]))"
)
# The word first: 学生王某, 未成年人张某某.
_WORD = "(?:未成年人|未成年|学生|小学生|中学生|初中生|高中生|在校生|儿童|幼儿|幼童|婴儿|男孩|女孩|男童|女童|男生|女生|小孩|孩子|少年|童工|学童)"
_WORD_THEN_NAME = re.compile(
    rf"{_WORD}(?:姓名)?\s?[(（:：、“\"]?\s?"
    rf"({_HIDDEN_NAME}|{_LETTERED}|{_PLAIN_NAME}(?=$|[\s,，.。;；、()（）”\"\ue000]|[在的于与和及等被将]))"
)
_CLASS_THEN_NAME = re.compile(
    rf"(?:[一二三四五六七八九1-9]年级|[小初高][一二三四五六][(（]?|(?:[0-9]{{1,2}}|[一二三四五六七八九十])[)）]?班)"
    rf"(?:[(（]?[0-9一二三四五六七八九十]{{1,2}}[)）]?班)?的?(?:学生)?({_HIDDEN_NAME}|{_LETTERED})"
)

# Asked of whole columns by Polars.
HINT = rf"岁|年龄|出生|生于|{_YEAR}[^，。]{{1,10}}生|年级|班|{_WORD}(?:姓名)?\s?[(（:：、“\"]?\s?(?:小|[A-Z]|{DOUBLE}|{ANY_SURNAME})"


def minor_spans(folded: str) -> Iterator[Span]:
    """A child's name, and with it the age or the day of birth that stands beside."""
    for pattern in (_NAME_THEN_AGE, _NAME_AGED):
        for match in pattern.finditer(folded):
            if _is_somebody(match.group(1)):
                yield match.start(), _closed(folded, match.start(), match.end())
    for pattern in (_AGE_THEN_NAME, _WORD_THEN_NAME, _CLASS_THEN_NAME):
        for match in pattern.finditer(folded):
            if _is_somebody(match.group(1)):
                whole = pattern is _AGE_THEN_NAME
                yield match.start() if whole else match.start(1), match.end(1)


def _is_somebody(name: str) -> bool:
    return name[:2] not in WORDS and not any(word in name for word in NOBODY)


def _closed(folded: str, start: int, end: int) -> int:
    """The bracket that opened inside is closed inside."""
    inside = folded[start:end]
    opened = sum(inside.count(c) for c in "(（") > sum(inside.count(c) for c in ")）")
    found = re.match(r"\s?[)）]", folded[end:]) if opened else None
    return end + found.end() if found else end
