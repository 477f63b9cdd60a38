"""What one kind of finding is: code, weight, words, remedy. It never decides about a row."""

from dataclasses import dataclass
from typing import Final

SEVERITIES: Final = ("reject", "hold", "warn", "note")
STAGES: Final = ("read", "consume", "check", "resolve", "admit")


@dataclass(frozen=True)
class Check:
    """One line of the table. The texts may name parameters of the finding as {name}.

    severity: reject = the row (row 0: the file) is not taken; hold = a person must look first;
    warn = taken, and said; note = taken as meant, and said what was understood.
    """

    code: str
    severity: str
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
    source: str
    stage: str = "check"


HOUSE: Final = "house rule"
TEMPLATE: Final = "facts §1.2, 双公示 template (2018)"
TRAPS: Final = "facts §1.3, traps seen in real systems"
IDENTIFIERS: Final = "facts §2, GB 32100 and GB 11714"
PERSONS: Final = "promise 10, 个人信息保护法 arts 5–8, 19"
SECRETS: Final = "政府信息公开条例 (2019) art 14, 市场监督管理行政处罚信息公示规定 (2021) art 5"
