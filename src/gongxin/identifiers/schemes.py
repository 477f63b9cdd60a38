"""The kinds of identifier an organisation can have, their forms, and how an unlabelled one is recognised. Grades nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Scheme(StrEnum):
    """One numbering scheme. The value is what is stored."""

    USCC = "uscc"  # 统一社会信用代码
    ORG_CODE = "org_code"  # 组织机构代码
    REG15 = "reg15"  # 工商注册号, 15 digits
    REG13 = "reg13"  # 工商注册号 before 2007, 13 digits
    COOP = "coop"  # 农民专业合作社 of before the unified code
    REG_OTHER = "reg_other"  # 企合…字第…号 and its like
    TAX = "tax"  # 税务登记号
    INSTITUTION = "institution"  # 事业单位证书号
    SOCIAL = "social"  # 社会组织登记证号


SCHEMES: tuple[str, ...] = tuple(scheme.value for scheme in Scheme)

# Forms after normalising. The checks come on top; a scheme without one is graded by its form alone.
# RE2-compatible on purpose: the same pattern runs in Python and in Polars.
_USCC = "0-9A-HJ-NP-RTUWXY"
FORMS: dict[Scheme, str] = {
    Scheme.USCC: rf"^[{_USCC}]{{2}}[0-9]{{6}}[{_USCC}]{{8}}[0-9X][{_USCC}]$",
    Scheme.ORG_CODE: r"^[0-9A-Z]{8}[0-9X]$",
    Scheme.REG15: r"^[0-9]{15}$",
    Scheme.REG13: r"^[0-9]{13}$",
    Scheme.COOP: r"^[0-9]{6}N[A-Z][0-9]{6}X$",  # the X is constant, not a check
    Scheme.REG_OTHER: r"^(?:企[合独作股台港澳外]?|外企|工商企)[\x{4E00}-\x{9FFF}()]{1,10}第?[0-9]{3,8}号?$",
    Scheme.TAX: r"^(?:[0-9A-Z]{15}|[0-9A-Z]{17,18}|[0-9A-Z]{20})$",
    Scheme.INSTITUTION: r"^(?:事证第)?[0-9]{12}号?$",
    Scheme.SOCIAL: r"^[0-9A-Z\x{4E00}-\x{9FFF}()〔〕\[\]]{4,50}$",
}
LENGTHS: dict[Scheme, tuple[int, ...]] = {
    Scheme.USCC: (18,),
    Scheme.ORG_CODE: (9,),
    Scheme.REG15: (15,),
    Scheme.REG13: (13,),
    Scheme.COOP: (15,),
    Scheme.TAX: (15, 17, 18, 20),
}


def python_pattern(form: str) -> re.Pattern[str]:
    """A form for Python's engine, which writes code points otherwise."""
    return re.compile(re.sub(r"\\x\{([0-9A-F]{4})\}", r"\\u\1", form), re.ASCII)


PATTERNS: dict[Scheme, re.Pattern[str]] = {s: python_pattern(f) for s, f in FORMS.items()}

# How an unlabelled value is recognised: first form that fits. Tax, institution and social numbers are never
# guessed from their looks. A unified code with a forbidden letter must still be called a unified code.
DETECTION: tuple[tuple[str, Scheme], ...] = (
    (FORMS[Scheme.COOP], Scheme.COOP),
    (FORMS[Scheme.REG15], Scheme.REG15),
    (FORMS[Scheme.REG13], Scheme.REG13),
    (FORMS[Scheme.REG_OTHER], Scheme.REG_OTHER),
    (r"^[0-9A-Z]{16,20}$", Scheme.USCC),
    (r"^[0-9A-Z]{9}$", Scheme.ORG_CODE),
)
_DETECTION = tuple((python_pattern(form), scheme) for form, scheme in DETECTION)


def detect(normalised: str) -> Scheme | None:
    """The scheme an unlabelled value is written in, or None."""
    return next((s for pattern, s in _DETECTION if pattern.match(normalised)), None)


# Written where the registering authority is a national one; no division has this code.
WHOLE_COUNTRY = "100000"


@dataclass(frozen=True)
class Known:
    """What the jurisdiction knows about prefixes: allotted (authority, category) pairs and division codes of six digits.

    An empty set is not checked against: nothing is known, so nothing is unknown.
    """

    pairs: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()

    @classmethod
    def of(cls, pairs: Iterable[str], divisions: Iterable[str]) -> "Known":
        """From lists as files hold them: codes of 2 and 4 digits are filled with zeros, longer ones left out.

        A province or prefecture of a listed county is known too, and the whole country: a quarter of real codes
        carry one of them.
        """
        counties = {c for c in (d.ljust(6, "0") for d in divisions) if len(c) == 6}
        above = {code[:width].ljust(6, "0") for code in counties for width in (2, 4)}
        whole = {WHOLE_COUNTRY} if counties else set()
        return cls(frozenset(pairs), frozenset(counties | above | whole))


NOTHING_KNOWN = Known()
