"""What penalties impose here, and the class each was made in. Amounts are in hundreds of 元; no class depends on an amount."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from . import texts

MINOR, GENERAL, SERIOUS, UNKNOWN = "minor", "general", "serious", "unknown"


@dataclass(frozen=True)
class Sanction:
    """One combination of kinds. `content` may hold {fine} and {gain}, amounts in 元."""

    kinds: str  # 处罚类别, several joined by ;
    severity: str
    content: str
    fine: tuple[int, int] | None
    gain: tuple[int, int] | None
    share: float


SANCTIONS = (
    Sanction(texts.WARNING, MINOR, "给予警告。", None, None, 0.14),
    Sanction(texts.CRITICISM, MINOR, "给予通报批评。", None, None, 0.03),
    Sanction(texts.FINE, GENERAL, "罚款{fine}元。", (10, 480), None, 0.50),
    Sanction(
        f"{texts.WARNING};{texts.FINE}",
        GENERAL,
        "给予警告，并处罚款{fine}元。",
        (10, 100),
        None,
        0.12,
    ),
    Sanction(
        f"{texts.FINE};{texts.CONFISCATION}",
        GENERAL,
        "没收违法所得{gain}元，并处罚款{fine}元。",
        (50, 900),
        (3, 400),
        0.10,
    ),
    Sanction(
        f"{texts.FINE};{texts.REVOCATION}",
        SERIOUS,
        "罚款{fine}元，吊销样例许可证。",
        (500, 3000),
        None,
        0.06,
    ),
    Sanction(texts.DOWNGRADE, SERIOUS, "降低资质等级一级。", None, None, 0.03),
    Sanction(texts.SUSPENSION, UNKNOWN, "暂扣样例许可证一个月。", None, None, 0.02),
)

# How many months after the decision a penalty of each class is last shown; None: never shown. Order 36 and, for a
# class that no rule names, its shortest period, on whatever day it was decided.
ORDER_36_FROM = date(2026, 4, 1)
SHOWN_MONTHS = MappingProxyType({MINOR: None, GENERAL: 12, SERIOUS: 36, UNKNOWN: 3})
# What held until Order 36 came (Order 58, from memory): what Order 36 would have ended sooner left on its first day.
SHOWN_MONTHS_BEFORE = MappingProxyType({GENERAL: 36, SERIOUS: 36, UNKNOWN: 3})
