"""Rules of access to keys of the interface and scheduled sources."""

from typing import Final

from gongxin.agencies.policy.rules import AUDITOR, REVIEWER, SECURITY, SYSTEM, Kind, Rule

_LOOKS: Final = REVIEWER | SYSTEM | SECURITY | AUDITOR
_STOPS: Final = REVIEWER | SYSTEM | SECURITY

RULES: Final[tuple[Rule, ...]] = (
    Rule("key.list", Kind.NOTHING, _LOOKS, "看接口密钥", "list the keys of the interface"),
    Rule("key.read", Kind.KEY, _LOOKS, "看一个接口密钥", "look at a key", recorded=True),
    Rule(
        "key.propose",
        Kind.NOTHING,
        REVIEWER | SYSTEM,
        "提请发放接口密钥",
        "propose a key of the interface",
        writes=True,
    ),
    Rule(
        "key.collect",
        Kind.KEY,
        REVIEWER,
        "领取接口密钥（只显示一次）",
        "collect a key (it is shown once)",
        states=frozenset({"waiting"}),
        writes=True,
    ),
    Rule(
        "key.revoke",
        Kind.KEY,
        _STOPS,
        "吊销接口密钥",
        "revoke a key",
        states=frozenset({"waiting", "live", "ended"}),
        writes=True,
    ),
    Rule("source.list", Kind.NOTHING, _LOOKS, "看数据库直连", "list the scheduled sources"),
    Rule("source.read", Kind.SOURCE, _LOOKS, "看一个来源", "look at a source", recorded=True),
    Rule(
        "source.propose",
        Kind.NOTHING,
        REVIEWER | SYSTEM,
        "提请开通数据库直连",
        "propose a scheduled source",
        writes=True,
    ),
    Rule(
        "source.pause",
        Kind.SOURCE,
        _STOPS,
        "暂停来源",
        "pause a source",
        states=frozenset({"open"}),
        writes=True,
    ),
    Rule(
        "source.resume",
        Kind.SOURCE,
        _STOPS,
        "恢复来源",
        "resume a source",
        states=frozenset({"paused"}),
        writes=True,
    ),
    Rule(
        "source.close",
        Kind.SOURCE,
        _STOPS,
        "关闭来源",
        "close a source for ever",
        states=frozenset({"open", "paused"}),
        writes=True,
    ),
)
