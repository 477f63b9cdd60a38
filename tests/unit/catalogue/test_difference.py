"""Is every difference of two editions named by its place, and nothing else?"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from gongxin.catalogue.difference import Change, difference
from gongxin.catalogue.shape import shape_of
from gongxin.jurisdiction import Jurisdiction, load

ROOT = Path(__file__).resolve().parents[3]
LAW = load(ROOT / "jurisdictions", "xingning", accept_unverified=True)


def with_item(code: str, **values: object) -> Jurisdiction:
    items = tuple(
        replace(item, **values) if item.code == code else item  # type: ignore[arg-type]
        for item in LAW.items
    )
    return replace(LAW, items=items, digest="another")


PENALTY = next(item for item in LAW.items if item.code == "penalty")


def test_an_edition_does_not_differ_from_itself() -> None:
    assert difference(LAW, replace(LAW, digest="another")) == ()


def test_a_changed_period_is_named_with_what_it_was_and_is() -> None:
    rules = tuple(
        replace(rule, ceiling_months=6)
        if (rule.key, rule.severity) == ("cn.order36", "general")
        else rule
        for rule in PENALTY.publication
    )
    assert difference(LAW, with_item("penalty", publication=rules)) == (
        Change(
            "changed",
            "items[penalty/1].publication[cn.order36/general/2026-04-01].ceiling_months",
            "12",
            "6",
        ),
    )


def test_added_and_removed_fields_are_named_by_their_code() -> None:
    (change,) = difference(LAW, with_item("penalty", fields=PENALTY.fields[:-1]))
    assert (change.what, change.place) == ("removed", "items[penalty/1].fields[BZ]")
    (change,) = difference(with_item("penalty", fields=PENALTY.fields[:-1]), LAW)
    assert (change.what, change.place) == ("added", "items[penalty/1].fields[BZ]")


def test_a_new_version_is_an_added_item() -> None:
    later = replace(PENALTY, version=2, in_force_from=date(2027, 1, 1))
    (change,) = difference(LAW, replace(LAW, items=(*LAW.items, later)))
    assert (change.what, change.place) == ("added", "items[penalty/2]")


def test_the_order_of_severity_rules_matters_and_is_named() -> None:
    turned = tuple(reversed(PENALTY.severity))
    places = {change.place for change in difference(LAW, with_item("penalty", severity=turned))}
    assert "items[penalty/1].severity" in places


def test_the_shape_of_a_version_depends_on_its_fields_and_not_on_titles_or_rules() -> None:
    shape = shape_of(PENALTY)
    assert shape_of(replace(PENALTY, zh="处罚", publication=(), agencies=())) == shape
    assert shape_of(replace(PENALTY, fields=tuple(reversed(PENALTY.fields)))) != shape
    assert shape_of(replace(PENALTY, natural_key=("CF_WSH",))) != shape
    public = tuple(replace(field, audience="public") for field in PENALTY.fields)
    assert shape_of(replace(PENALTY, fields=public)) != shape
