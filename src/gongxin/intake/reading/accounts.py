"""Where addresses of e-mail and accounts of QQ and 微信 stand in a text. It never returns one, only places."""

import re
from collections.abc import Iterator

from gongxin.intake.reading.numbers import Span

# Asked of whole columns by Polars.
HINT = r"@|＠|微信|薇信|威信|企鹅号|(?i:qq|ｑｑ|wechat|weixin|vx|wx)"

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}\s?@\s?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+(?![A-Za-z0-9])"
)
_SAYS = r"\s?(?:号码?|账号|帐号|ID|id)?\s{0,2}[:：为是(（]?\s{0,2}"
_QQ = re.compile(
    rf"(?:(?<![A-Za-z])[Qq]{{2}}|企鹅)(?:群)?{_SAYS}([1-9][0-9]{{4,10}})(?![0-9A-Za-z.]|万|元)"
)
# An account of 微信 begins with a letter; 微信公众号 and 微信小程序 are a firm's shop window.
_WECHAT = re.compile(
    rf"(?:微信|薇信|威信|(?<![A-Za-z])(?:[Ww]e[Cc]hat|[Ww]eixin|[VvWw][Xx])){_SAYS}"
    r"([A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_\-])"
)


def email_spans(folded: str) -> Iterator[Span]:
    """Addresses of e-mail."""
    if "@" in folded:
        for match in _EMAIL.finditer(folded):
            yield match.span()


def account_spans(folded: str) -> Iterator[Span]:
    """Numbers and names of accounts after the word that says whose they are."""
    for pattern in (_QQ, _WECHAT):
        for match in pattern.finditer(folded):
            yield match.span(1)
