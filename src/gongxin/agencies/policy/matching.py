"""Rules of access to subjects that are matched, judged or merged by people."""

from typing import Final

from gongxin.agencies.policy.rules import Rule

RULES: Final[tuple[Rule, ...]] = ()
