"""Completes an item with the platform's own rules, and checks what it refers to across files. Pure; overrides no rule that was read."""

from collections.abc import Sequence
from dataclasses import replace

from gongxin.jurisdiction import values as law
from gongxin.jurisdiction.drafts import UNVERIFIED
from gongxin.jurisdiction.layers import Collected
from gongxin.jurisdiction.refusals import LawRefused
from gongxin.jurisdiction.rules import DefaultRule


def classes_of(item: law.Item) -> tuple[str, ...]:
    """Every class that a fact of this item can fall into."""
    found = {rule.severity for rule in item.severity}
    if item.polarity == "adverse":
        found.add("unknown")
    elif not any(rule.field is None for rule in item.severity):
        found.add("withheld" if item.severity else "none")
    return tuple(sorted(found))


def with_defaults(item: law.Item, defaults: Sequence[DefaultRule]) -> law.Item:
    """The item with a default rule for each class that no rule binding every agency governs.

    A rule from memory governs nothing by itself: the default stands beside it, and the earlier end is applied.
    """
    governed = {
        rule.severity
        for rule in item.publication
        if rule.provider is None and rule.mark != UNVERIFIED
    }
    missing = [one for one in classes_of(item) if one not in governed]
    added = tuple(
        default.rule
        for default in defaults
        if default.rule.severity in missing
        and item.polarity in default.polarities
        and item.audience in default.audiences
    )
    return replace(item, publication=(*item.publication, *added))


def check_scope(items: Sequence[law.Item], found: Collected) -> None:
    """Domains, exits and sentences of the plan name what exists."""
    domains = {domain.key for domain in found.domains}
    by_code: dict[str, law.Item] = {text.item.code: text.item for text in found.items}
    for item in items:
        if item.domain not in domains:
            raise LawRefused(item.code, f"没有领域 {item.domain}", f"no domain {item.domain}")
        if item.ends is not None:
            _check_ending(item, by_code.get(item.ends.item))
    families = {family.key for family in found.declined}
    for sentence in found.plan:
        strangers = [code for code in sentence.items if code not in by_code]
        strangers += [key for key in sentence.declined if key not in families]
        if strangers:
            said = "、".join(strangers)
            raise LawRefused(
                f"plan[{sentence.row}]",
                f"引用了不存在的 {said}",
                f"names {said}, which is not there",
            )


def _check_ending(item: law.Item, ended: law.Item | None) -> None:
    assert item.ends is not None
    place = f"{item.code}.ends"
    if ended is None:
        raise LawRefused(place, f"没有事项 {item.ends.item}", f"no item {item.ends.item}")
    if ended.by_role("document_number") is None:
        raise LawRefused(
            place, f"{ended.code} 没有文号字段", f"{ended.code} has no field for a document number"
        )
    if item.field(item.ends.field).type != "document_number":
        raise LawRefused(place, "应为文号字段", "must be a field of type document_number")
