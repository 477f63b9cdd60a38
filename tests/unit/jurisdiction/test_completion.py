"""Every class of every item has a period; the platform's own rules stand only where no rule was read, and lengthen none."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.jurisdiction import Item, LawRefused, PublicationRule, SeverityRule, classes_of
from gongxin.jurisdiction.completion import with_defaults
from gongxin.jurisdiction.rules import DefaultRule
from tests.builders.catalogue import items, law
from tests.unit.jurisdiction.test_loading import edited
from tests.unit.jurisdiction.test_loading import law as loaded

DAY = date(2018, 1, 1)
CLASSES = ("minor", "general", "serious", "unknown", "none", "withheld")


def rule(
    severity: str, *, mark: str = "verified", provider: str | None = None, months: int = 12
) -> PublicationRule:
    return PublicationRule(
        f"r.{severity}.{mark}", "规则", "rule", severity, severity != "withheld", 0, months, None, DAY, None,
        "来源", mark, provider,
    )  # fmt: skip


def default(severity: str, *, months: int = 3) -> DefaultRule:
    own = replace(rule(severity, mark="example", months=months), key="default", by_default=True)
    return DefaultRule(("adverse", "neutral", "positive"), ("public",), own, "defaults")


DEFAULTS = [default(severity) for severity in CLASSES]


def item(polarity: str, *severities: str, always: bool = False) -> Item:
    base = items()["licence"]
    rules = tuple(
        SeverityRule(f"s.{n}", one, None if always else "XK_XKLB", () if always else ("普通",), "来源", "example", DAY, None)
        for n, one in enumerate(severities)
    )  # fmt: skip
    return replace(base, polarity=polarity, severity=rules, publication=(), audience="public")


@pytest.mark.parametrize(
    ("found", "classes"),
    [
        (item("adverse"), ("unknown",)),
        (item("adverse", "general", "none"), ("general", "none", "unknown")),
        (item("neutral"), ("none",)),
        (item("neutral", "none"), ("none", "withheld")),
        (item("neutral", "none", always=True), ("none",)),
    ],
)
def test_the_classes_of_an_item_follow_from_its_rules_and_polarity(
    found: Item, classes: tuple[str, ...]
) -> None:
    assert classes_of(found) == classes


POLARITIES = st.sampled_from(["adverse", "neutral", "positive"])


@given(POLARITIES, st.lists(st.sampled_from(CLASSES), unique=True, max_size=4))
def test_after_completion_no_class_is_without_a_rule(polarity: str, severities: list[str]) -> None:
    whole = with_defaults(item(polarity, *severities), DEFAULTS)
    assert set(classes_of(whole)) <= {r.severity for r in whole.publication}


def test_a_rule_that_was_read_keeps_the_default_away_and_one_from_memory_does_not() -> None:
    read = replace(item("adverse", "general"), publication=(rule("general"),))
    assert [
        r.key for r in with_defaults(read, DEFAULTS).publication if r.severity == "general"
    ] == ["r.general.verified"]
    recalled = replace(read, publication=(rule("general", mark="unverified"),))
    kept = [r.key for r in with_defaults(recalled, DEFAULTS).publication if r.severity == "general"]
    assert kept == ["r.general.unverified", "default"]


def test_a_rule_of_one_agency_governs_nobody_else() -> None:
    sector = replace(item("adverse", "general"), publication=(rule("general", provider="samr"),))
    kept = {r.key for r in with_defaults(sector, DEFAULTS).publication if r.severity == "general"}
    assert kept == {"r.general.verified", "default"}


def test_in_the_law_of_the_repository_what_is_not_public_is_shown_by_no_rule() -> None:
    hidden = [one for one in law().items if one.audience != "public"]
    assert hidden
    assert [r for one in hidden for r in one.publication if r.published] == []


def test_an_adverse_fact_always_ends() -> None:
    for one in law().items:
        for r in one.publication:
            harmless = one.polarity != "adverse" or r.severity == "none"
            assert harmless or not r.published or r.ceiling_months is not None, (one.code, r.key)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("items/tax_grade.toml", 'domain = "tax"', 'domain = "taxes"'),
        ("items/tax_grade.toml", '{ group = "party" }', '{ group = "parties" }'),
        ("items/tax_grade.toml", '{ group = "party" }', '{ group = "party", code = "X" }'),
        ("items/abnormal_operation_exit.toml", 'ends = { item = "abnormal_operation"', 'ends = { item = "nothing"'),
        ("items/abnormal_operation_exit.toml", 'field = "YC_LRWH" }', 'field = "YC_YCYY" }'),
        ("items/abnormal_operation_exit.toml", 'field = "YC_LRWH" }', 'field = "YC_XX" }'),
        ("items/construction_conduct.toml", 'cycle = "rolling"', 'cycle = "weekly"'),
        ("items/construction_conduct.toml", 'field = "GC_JF"', 'field = "GC_XX"'),
        ("items/tax_grade.toml", 'any_of = ["A"]', 'any_of = ["E"]'),
        ("publication.toml", 'polarities = ["adverse"]', 'polarities = ["bad"]'),
        ("groups.toml", 'key = "source"', 'key = "party"'),
        ("domains.toml", 'part = "social"', 'part = "private"'),
    ],
)  # fmt: skip
def test_what_refers_to_nothing_is_refused_by_name(name: str, old: str, new: str) -> None:
    with pytest.raises(LawRefused):
        loaded(edited("cn", name, old, new))
