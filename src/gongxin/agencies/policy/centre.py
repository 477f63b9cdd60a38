"""Rules of access to duties, punctuality, questions, sheets, figures and the law as the centre tends it."""

from typing import Final

from gongxin.agencies.policy.rules import Rule

RULES: Final[tuple[Rule, ...]] = ()
