"""Whether a cell bears the mark of a state secret. It masks nothing: what bears one must not be here. 商业秘密 and 国家秘密 in a sentence are no mark."""

import re

_LEVEL = r"(?:[绝絕]{0}密|[机機]{0}密|[秘祕]{0}密)".format(r"[\s\u200b-\u200f\u2060\ufeff]{0,3}")
_BEFORE = r"(?<!商业)(?<!商業)(?<!国家)(?<!國家)(?<!个人)(?<!技术)"
_TERM = r"(?:长期|長期|永久|[0-9一二三四五六七八九十百]{1,3}\s?(?:年|个月|月|日|天))"
_STAR = "[★☆⭐✩✪✭✮]"
_MARKED = re.compile(
    # 机密★10年, 秘密★, and a plain star where a term follows it.
    rf"{_BEFORE}({_LEVEL})\s{{0,3}}(?:级\s?)?(?:{_STAR}|[*＊·]\s?{_TERM})"
    # 密级：秘密
    rf"|密\s{{0,3}}级\s{{0,2}}(?:[:：]|为\s?[:：]?|是|\s)\s{{0,3}}[【\[〔(（“\"]?\s?({_LEVEL})(?!级?的|级?国家|[、或和及])"
    rf"|密\s{{0,3}}级\s?[【\[〔(（]\s?({_LEVEL})\s?[】\]〕)）]"
    # 【机密】, and （机密） at the head of the text
    rf"|[【\[〔]\s?({_LEVEL})(?:级|件|文件)?\s?[】\]〕]|^\s{{0,9}}[(（《〈<]\s?({_LEVEL})(?:级|件)?\s?[)）》〉>]"
    # 秘密 保密期限：五年
    rf"|{_BEFORE}({_LEVEL})(?:级)?[\s,，;；、]{{0,3}}保密期限"
    # the level alone in its cell or its line
    rf"|^[\s\W]{{0,9}}({_LEVEL})(?:级|件|文件)?[\s\W]{{0,9}}$",
    re.MULTILINE,
)
# Work secrets: no level of the law, but the paper says itself that it must not go out.
_INTERNAL = re.compile(
    r"内部(?:资料|文件|材料|刊物|参考)\s?[,，、。·:：;；(（【\[—\-]{0,2}\s?(?:不得外传|严禁外传|禁止外传|请勿外传|不得公开|注意保存|妥善保管|严禁复制|不得复制)"
)
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]")

# Asked of whole columns by Polars: the words first, cheaply.
HINT = (
    r"[绝絕机機秘祕][\s\x{200b}-\x{200f}\x{2060}\x{feff}]{0,3}密|内部(?:资料|文件|材料|刊物|参考)"
)


def level_of(text: str) -> str | None:
    """The level that the mark names, 内部 for a work secret; nothing where there is no mark."""
    found = _MARKED.search(text)
    if found is not None:
        return _BLANK.sub("", found.group(found.lastindex or 0))
    return "内部" if _INTERNAL.search(text) else None
