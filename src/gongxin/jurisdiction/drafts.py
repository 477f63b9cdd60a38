"""What rests on an unverified value is a draft: accepted where drafts are shown as such, left out by name in production. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from gongxin.jurisdiction import values as law
from gongxin.jurisdiction.rules import PublicationOf, SeverityOf

UNVERIFIED = "unverified"


class Marked(Protocol):
    @property
    def mark(self) -> str: ...


M = TypeVar("M", bound=Marked)


@dataclass
class Drafts:
    """Sifts the law by its marks and keeps account of what was left out."""

    accept_unverified: bool
    left_out: list[law.Draft] = field(default_factory=list)

    def _keeps(self, mark: str, what: str, zh: str, en: str) -> bool:
        if self.accept_unverified or mark != UNVERIFIED:
            return True
        self.left_out.append(law.Draft(what, zh, en))
        return False

    def without(
        self, rows: Iterable[M], kind: str, name: Callable[[M], tuple[str, str, str]]
    ) -> tuple[M, ...]:
        kept = []
        for row in rows:
            key, zh, en = name(row)
            if self._keeps(row.mark, f"{kind}:{key}", zh, en):
                kept.append(row)
        return tuple(kept)

    def agencies(self, rows: Iterable[law.AgencyDefinition]) -> tuple[law.AgencyDefinition, ...]:
        return tuple(
            replace(
                agency,
                names=self.without(
                    agency.names,
                    f"agency:{agency.key}:name",
                    lambda n: (n.name, n.name, n.name),
                ),
            )
            for agency in self.without(rows, "agency", lambda a: (a.key, a.zh, a.en))
        )

    def items(self, rows: Iterable[law.Item]) -> tuple[law.Item, ...]:
        """An item whose last legal basis is a draft is a draft itself."""
        kept = []
        for item in self.without(rows, "item", lambda i: (f"{i.code}:{i.version}", i.zh, i.en)):
            basis = self.without(
                item.legal_basis, f"basis:{item.code}", lambda b: (b.source, b.zh, b.en)
            )
            if item.legal_basis and not basis:
                self.left_out.append(
                    law.Draft(f"item:{item.code}:{item.version}", item.zh, item.en)
                )
            else:
                kept.append(replace(item, legal_basis=basis))
        return tuple(kept)

    def severity(self, rows: Iterable[SeverityOf]) -> tuple[SeverityOf, ...]:
        return tuple(
            row
            for row in rows
            if self._keeps(row.rule.mark, f"severity:{row.rule.key}", row.rule.source, row.rule.key)
        )

    def points(
        self, items: Iterable[law.Item]
    ) -> dict[tuple[str, int], tuple[law.PointsRule, ...]]:
        """Rules of points by item version; without its rule an item's points are shown and not added up."""
        return {
            (item.code, item.version): self.without(
                item.points, f"points:{item.code}", lambda r: (r.key, r.zh, r.en)
            )
            for item in items
        }

    def publication(self, rows: Iterable[PublicationOf]) -> tuple[PublicationOf, ...]:
        return tuple(
            row
            for row in rows
            if self._keeps(
                row.rule.mark,
                f"publication:{row.rule.key}:{row.rule.severity}",
                row.rule.zh,
                row.rule.en,
            )
        )
