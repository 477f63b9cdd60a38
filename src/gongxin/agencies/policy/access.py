"""Rules of access to accounts, sign-ins, rights and the pages that are everybody's own."""

from typing import Final

from gongxin.agencies.policy.rules import EVERYBODY, Kind, Rule

RULES: Final[tuple[Rule, ...]] = (
    Rule("desk.home", Kind.NOTHING, EVERYBODY, "看今天要办的事", "see what is to be done today"),
    Rule("policy.read", Kind.NOTHING, EVERYBODY, "看权限表", "read the table of access"),
)
