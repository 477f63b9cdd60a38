"""The one table of access: role × action × object × state. A page shows it and a test walks it. Pure.

What an account meets at all is settled before: its own agency's objects, or everybody's (`Actor.scope`).
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from gongxin.agencies.policy import (
    access,
    batches,
    centre,
    exchange,
    machines,
    matching,
    notices,
    oversight,
    owners,
    recalls,
    returns,
    rights,
    spoken,
)
from gongxin.agencies.policy.rules import Kind, Rule
from gongxin.agencies.roles import Role

__all__ = ["POLICY", "RULES", "Kind", "Rule", "permits", "rule"]

POLICY: Final[tuple[Rule, ...]] = (
    *access.RULES,
    *batches.RULES,
    *matching.RULES,
    *centre.RULES,
    *oversight.RULES,
    *machines.RULES,
    *rights.RULES,
    *spoken.RULES,
    *returns.RULES,
    *owners.RULES,
    *exchange.RULES,
    *recalls.RULES,
    *notices.RULES,
)
RULES: Final[Mapping[str, Rule]] = MappingProxyType({one.action: one for one in POLICY})
assert len(RULES) == len(POLICY), "an action has one rule"


def rule(action: str) -> Rule:
    """The rule of an action; an action without one is a mistake in the program."""
    return RULES[action]


def permits(action: str, roles: Iterable[Role], state: str | None = None) -> bool:
    """Whether these roles may do this to an object in this state."""
    return rule(action).permits(roles, state)
