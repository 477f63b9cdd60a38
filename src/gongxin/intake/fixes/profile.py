"""What of the accepted fixes becomes an agency's profile, and how two versions differ. Pure; it replays nothing itself."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from gongxin.intake.fixes.fix import Fix, FixKind
from gongxin.jurisdiction.values import Item

# A typed constant is replayed only where it says who reports and decides: what an agency writes in every file of its
# own. A fact that somebody typed for one file says nothing of the next.
REPLAYED_CONSTANTS: Final = frozenset(
    {"authority_name", "authority_code", "source_name", "source_code"}
)


def kept_of(fixes: Iterable[Fix], item: Item) -> tuple[Fix, ...]:
    """The fixes that the next file is put right by, in order."""
    constants = {f.code for f in item.fields if f.role in REPLAYED_CONSTANTS}
    return tuple(fix for fix in fixes if fix.kind is not FixKind.FILL or fix.field in constants)


def learned(fixes: Iterable[Fix]) -> dict[str, str]:
    """Headers that are fields by these fixes: what the reader is told before it reads the next file."""
    return {fix.params["header"]: fix.field for fix in fixes if fix.kind is FixKind.MAP_HEADER}


def difference(
    before: Sequence[Fix], after: Sequence[Fix]
) -> tuple[tuple[Fix, ...], tuple[Fix, ...]]:
    """What came in and what went out from one version to the next."""
    return (
        tuple(fix for fix in after if fix not in before),
        tuple(fix for fix in before if fix not in after),
    )


def merged(
    latest: Sequence[Fix], standing: Sequence[Fix], undone: Collection[Fix]
) -> tuple[Fix, ...]:
    """The next version: what stands in the draft, after what others added meanwhile; what was undone is out."""
    meanwhile = [fix for fix in latest if fix not in standing and fix not in undone]
    return (*meanwhile, *standing)
