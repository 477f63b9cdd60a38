"""Rules of access to search with a reason, activity, read events, incidents and the state of security."""

from typing import Final

from gongxin.agencies.policy.rules import Rule

RULES: Final[tuple[Rule, ...]] = ()
