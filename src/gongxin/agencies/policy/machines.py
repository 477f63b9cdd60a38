"""Rules of access to keys of the interface and scheduled sources."""

from typing import Final

from gongxin.agencies.policy.rules import Rule

RULES: Final[tuple[Rule, ...]] = ()
