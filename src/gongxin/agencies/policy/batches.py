"""Rules of access to files, batches, records and what two people decide about them."""

from typing import Final

from gongxin.agencies.policy.rules import (
    AGENCY,
    AUDITOR,
    CENTRE,
    REVIEWER,
    SECURITY,
    SUPERVISOR,
    SYSTEM,
    Kind,
    Rule,
)

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "motion.list",
        Kind.NOTHING,
        AGENCY | CENTRE | SYSTEM | SECURITY | AUDITOR,
        "看待批的提请",
        "list the motions that wait",
    ),
    Rule(
        "motion.read",
        Kind.MOTION,
        AGENCY | CENTRE | SYSTEM | SECURITY | AUDITOR,
        "看一项提请",
        "read a motion",
        recorded=True,
    ),
    Rule(
        "motion.decide",
        Kind.MOTION,
        REVIEWER | CENTRE | SUPERVISOR | SECURITY,
        "批准或不批准提请",
        "approve or refuse a motion",
        states=frozenset({"open"}),
        writes=True,
    ),
    Rule(
        "motion.take_back",
        Kind.MOTION,
        AGENCY | CENTRE | SYSTEM,
        "撤回自己的提请",
        "withdraw a motion of one's own",
        states=frozenset({"open"}),
        writes=True,
    ),
)
