"""The table of makings: each way a row can be made uncommon, and what must become of a row so made. The one place of fates."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

CLEAN = "clean"
BOTH = ("penalty", "licence")
TEXT_AND_SHEET = ("csv", "xlsx")


@dataclass(frozen=True)
class Making:
    """`share` is of the rows of a file; `codes` are findings that must stand among those of the row."""

    key: str
    share: float
    outcome: str  # admitted | duplicate | held | rejected
    codes: tuple[str, ...] = ()
    items: tuple[str, ...] = BOTH
    formats: tuple[str, ...] = TEXT_AND_SHEET
    files: str = "any"  # later: needs rows of an earlier file of the same agency and item


_ALL = (
    # Other spelling, same meaning.
    Making("full_width", 0.006, "admitted"),
    Making("lower_case_code", 0.003, "admitted"),
    Making("spaces", 0.006, "admitted"),
    Making("date_forms", 0.012, "admitted"),
    Making("document_brackets", 0.008, "admitted"),
    Making("name_brackets", 0.004, "admitted"),
    Making("name_traditional", 0.004, "admitted"),
    Making("open_end", 0.006, "admitted"),
    Making("date_cell", 0.01, "admitted", formats=("xlsx",)),
    Making("number_cell", 0.01, "admitted", items=("penalty",), formats=("xlsx",)),
    # Taken, with something to look at.
    Making("organisation_code_wrong", 0.002, "admitted", ("uscc.doubtful",)),
    Making("kind_misfit", 0.002, "admitted", ("party.kind_code",)),
    Making("valid_long_before", 0.003, "admitted", ("date.long_before",), items=("licence",)),
    Making("registration_number_only", 0.002, "admitted"),
    Making("former_name_in_its_time", 0.002, "admitted"),
    Making("name_once_anothers", 0.001, "admitted"),
    Making("namesake", 0.001, "admitted"),
    Making("before_registration_explained", 0.001, "admitted"),  # only with the successions
    Making("amount_not_in_text", 0.002, "admitted", ("money.text_differs",), items=("penalty",)),
    # Sent before.
    Making("twice_in_file", 0.006, "duplicate", ("record.duplicate",)),
    Making("sent_again", 0.012, "duplicate", ("record.duplicate",), files="later"),
    # A person must look first.
    Making("other_content", 0.002, "held", ("record.repeated_in_file",)),
    Making("other_content_later", 0.004, "held", ("record.correction_proposed",), files="later"),
    Making("placeholder_code", 0.003, "held", ("subject.no_identifier",)),
    Making("unknown_subject", 0.006, "held", ("subject.unknown",)),
    Making("before_registration", 0.002, "held", ("subject.contradiction.registered_after",)),
    Making("after_dissolution", 0.001, "held", ("subject.contradiction.deregistered_before",)),
    Making("name_of_another", 0.003, "held", ("subject.contradiction.name",)),
    Making("former_name_of_another", 0.001, "held", ("subject.contradiction.name",)),
    Making("name_left_to_another", 0.001, "held", ("subject.contradiction.former_name",)),
    Making("two_codes", 0.001, "held", ("identifier.contradiction",)),
    Making("unknown_authority", 0.002, "held", ("authority.unknown",)),
    Making("factor_10000", 0.003, "held", ("money.factor_10000",), items=("penalty",)),
    Making("resident_number_in_text", 0.002, "held", ("text.personal_data",)),
    Making("telephone_in_text", 0.002, "held", ("text.personal_data",)),
    Making("bank_card_in_text", 0.001, "held", ("text.personal_data",)),
    # Not taken.
    Making("wrong_check", 0.004, "rejected", ("uscc.check",)),
    Making("natural_person", 0.004, "rejected", ("person.row_cut",)),
    Making("future_decision", 0.002, "rejected", ("date.future",)),
    Making("no_such_day", 0.002, "rejected", ("date.impossible",)),
    Making("required_missing", 0.004, "rejected", ("value.required",)),
    Making("ends_before_it_begins", 0.001, "rejected", ("date.order",), items=("licence",)),
    Making("amount_missing", 0.001, "rejected", ("value.required_when",), items=("penalty",)),
    Making(
        "numeric_identifier", 0.004, "rejected", ("cell.numeric_identifier",), formats=("xlsx",)
    ),
)
MAKINGS: Mapping[str, Making] = MappingProxyType({making.key: making for making in _ALL})

REGISTER_MAKINGS: Mapping[str, Making] = MappingProxyType(
    {
        making.key: making
        for making in (
            Making("full_width", 0.006, "admitted"),
            Making("lower_case_code", 0.003, "admitted"),
            Making("date_forms", 0.01, "admitted"),
            Making("spaces", 0.004, "admitted"),
            Making("twice_in_file", 0.004, "duplicate"),
            Making("sent_again", 0.01, "duplicate", files="later"),
            Making("wrong_check", 0.003, "rejected", ("uscc.check",)),
            Making("required_missing", 0.002, "rejected", ("value.required",)),
            Making("no_such_day", 0.001, "rejected", ("date.impossible",)),
        )
    }
)

# Modest, so that no gate of a whole batch (5 % rejected, 30 % unknown) is met by accident.
REJECTED_SHARE_MAX = 0.035
UNKNOWN_SHARE_MAX = 0.05


class Ledger:
    """Deals makings out to files by their shares and carries fractions on, so that small cities meet rare ones too."""

    def __init__(self, table: Mapping[str, Making]) -> None:
        self._table = table
        self._owed = dict.fromkeys(table, 0.999)

    def deal(self, rows: int, *, item: str, file_format: str, later: bool) -> list[str]:
        """The makings of one file of `rows` rows, rarest first."""
        dealt: list[str] = []
        rejected = 0
        limit = int(rows * REJECTED_SHARE_MAX)
        for making in self._table.values():
            if not _fits(making, item, file_format, later=later):
                continue
            self._owed[making.key] += making.share * rows
            count = min(int(self._owed[making.key]), rows // 20)
            if making.outcome == "rejected":
                count = min(count, limit - rejected)
                rejected += count
            self._owed[making.key] -= count
            dealt += [making.key] * count
        return dealt[: rows // 2]


def _fits(making: Making, item: str, file_format: str, *, later: bool) -> bool:
    return (
        (item in making.items or item == "registration")
        and file_format in making.formats
        and (later or making.files == "any")
    )
