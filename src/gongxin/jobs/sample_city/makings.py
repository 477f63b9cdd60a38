"""The table of makings: each way a row can be made uncommon, and what must become of a row so made. The one place of fates."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

CLEAN = "clean"
BOTH = ("penalty", "licence")
ITEM = "item"  # any item whose form came from outside
EVERY = (*BOTH, ITEM)
TEXT_AND_SHEET = ("csv", "xlsx")


@dataclass(frozen=True)
class Making:
    """`share` is of the rows of a file; `codes` are findings that must stand among those of the row.

    `needs`: the parts a template must have, or the row cannot be made so.
    """

    key: str
    share: float
    outcome: str  # admitted | duplicate | held | rejected
    codes: tuple[str, ...] = ()
    items: tuple[str, ...] = EVERY
    formats: tuple[str, ...] = TEXT_AND_SHEET
    files: str = "any"  # later: needs rows of an earlier file of the same agency and item
    needs: tuple[str, ...] = ()


_DOUBT = ("uscc.doubtful",)
_DATA = ("text.personal_data",)
_ALL = (
    # Other spelling, same meaning.
    Making("full_width", 0.006, "admitted"),
    Making("lower_case_code", 0.003, "admitted"),
    Making("spaces", 0.006, "admitted"),
    Making("date_forms", 0.012, "admitted"),
    Making("document_brackets", 0.008, "admitted", needs=("document",)),
    Making("name_brackets", 0.004, "admitted"),
    Making("name_traditional", 0.004, "admitted"),
    Making("open_end", 0.006, "admitted", needs=("open_ended",)),
    Making("year_with_its_word", 0.004, "admitted", items=(ITEM,), needs=("year",)),
    Making("date_cell", 0.01, "admitted", formats=("xlsx",)),
    Making("number_cell", 0.01, "admitted", items=("penalty",), formats=("xlsx",)),
    # Taken, with something to look at.
    Making("organisation_code_wrong", 0.002, "admitted", _DOUBT),
    Making("kind_misfit", 0.002, "admitted", ("party.kind_code",), needs=("party_kind",)),
    Making("valid_long_before", 0.003, "admitted", ("date.long_before",), items=("licence",)),
    Making("registration_number_only", 0.002, "admitted", needs=("registration_number", "coded")),
    Making("former_name_in_its_time", 0.002, "admitted"),
    Making("name_once_anothers", 0.001, "admitted"),
    Making("namesake", 0.001, "admitted"),
    Making("before_registration_explained", 0.001, "admitted"),  # only with the successions
    Making("amount_not_in_text", 0.002, "admitted", ("money.text_differs",), items=("penalty",)),
    Making(
        "beside_open_list", 0.004, "admitted", ("code.unlisted",), (ITEM,), needs=("open_list",)
    ),
    # Sent before.
    Making("twice_in_file", 0.006, "duplicate", ("record.duplicate",)),
    Making("sent_again", 0.012, "duplicate", ("record.duplicate",), BOTH, files="later"),
    # A person must look first.
    Making("other_content", 0.002, "held", ("record.repeated_in_file",), needs=("content",)),
    Making(
        "other_content_later", 0.004, "held", ("record.correction_proposed",), BOTH, files="later"
    ),
    Making("placeholder_code", 0.003, "held", ("subject.no_identifier",), needs=("coded",)),
    Making("unknown_subject", 0.006, "held", ("subject.unknown",)),
    Making("before_registration", 0.002, "held", ("subject.contradiction.registered_after",)),
    Making("after_dissolution", 0.001, "held", ("subject.contradiction.deregistered_before",)),
    Making("name_of_another", 0.003, "held", ("subject.contradiction.name",)),
    Making("former_name_of_another", 0.001, "held", ("subject.contradiction.name",)),
    Making("name_left_to_another", 0.001, "held", ("subject.contradiction.former_name",)),
    Making("two_codes", 0.001, "held", ("identifier.contradiction",), needs=("organisation_code",)),
    Making("unknown_authority", 0.002, "held", ("authority.unknown",), needs=("authority_code",)),
    Making("factor_10000", 0.003, "held", ("money.factor_10000",), items=("penalty",)),
    Making("resident_number_in_text", 0.002, "held", _DATA, needs=("content",)),
    Making("telephone_in_text", 0.002, "held", _DATA, needs=("content",)),
    Making("bank_card_in_text", 0.001, "held", _DATA, needs=("content",)),
    # Not taken.
    Making("wrong_check", 0.004, "rejected", ("uscc.check",), needs=("coded",)),
    Making("natural_person", 0.004, "rejected", ("person.row_cut",), needs=("party_kind",)),
    Making("without_code", 0.003, "rejected", ("person.row_cut",), (ITEM,), needs=("mixed",)),
    Making(
        "persons_own_number",
        0.002,
        "rejected",
        ("person.row_cut",),
        (ITEM,),
        needs=("person_number",),
    ),
    Making("future_decision", 0.002, "rejected", ("date.future",)),
    Making("no_such_day", 0.002, "rejected", ("date.impossible",)),
    Making("required_missing", 0.004, "rejected", ("value.required",)),
    Making(
        "ends_before_it_begins",
        0.001,
        "rejected",
        ("date.order",),
        ("licence", ITEM),
        needs=("valid_until",),
    ),
    Making("amount_missing", 0.001, "rejected", ("value.required_when",), items=("penalty",)),
    Making(
        "numeric_identifier",
        0.004,
        "rejected",
        ("cell.numeric_identifier",),
        formats=("xlsx",),
        needs=("registration_number",),
    ),
    Making("outside_list", 0.003, "rejected", ("code.unknown",), (ITEM,), needs=("closed_list",)),
    Making("too_long", 0.001, "rejected", ("value.too_long",), (ITEM,), needs=("limited",)),
    Making("amount_with_unit", 0.002, "rejected", ("money.suffix",), (ITEM,), needs=("amount",)),
    Making("count_in_words", 0.002, "rejected", ("integer.form",), (ITEM,), needs=("count",)),
    Making("figure_in_words", 0.002, "rejected", ("decimal.form",), (ITEM,), needs=("figure",)),
    Making("year_in_words", 0.002, "rejected", ("year.form",), (ITEM,), needs=("year",)),
    Making("digest_cut_short", 0.003, "rejected", ("digest.form",), (ITEM,), needs=("digest",)),
    Making("flag_left_open", 0.004, "rejected", ("flag.form",), (ITEM,), needs=("flag",)),
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
    """Deals makings out to files by their shares and carries fractions on, so that small cities meet rare ones too.

    `chances`: how many files will lend themselves to a making. Those with few go first: they do not come again.
    `times`: how many times its share a making is dealt, where files are small.
    """

    def __init__(
        self,
        table: Mapping[str, Making],
        chances: Mapping[str, int] = MappingProxyType({}),
        times: int = 1,
    ) -> None:
        self._table = table
        self._chances = chances
        self._times = times
        self._owed = dict.fromkeys(table, 0.999)
        self._met: set[str] = set()

    def deal(
        self,
        rows: int,
        *,
        item: str,
        file_format: str,
        later: bool,
        parts: frozenset[str] | None = None,
    ) -> list[str]:
        """The makings of one file of `rows` rows; `parts`: what its template has, None: all that any may need."""
        dealt: list[str] = []
        rejected = 0
        limit = int(rows * REJECTED_SHARE_MAX)
        for making in sorted(self._table.values(), key=self._turn):
            if not _fits(making, item, file_format, later=later, parts=parts):
                continue
            self._owed[making.key] += making.share * rows * self._times
            count = min(int(self._owed[making.key]), rows // 20)
            if making.outcome == "rejected":
                # No kind takes the room that all of them share.
                count = min(count, max(1, limit // 8), limit - rejected)
                rejected += count
            self._owed[making.key] -= count
            dealt += [making.key] * count
            self._met |= {making.key} if count else set()
        return dealt[: rows // 2]

    def _turn(self, making: Making) -> tuple[bool, int, float]:
        """Those never met first, then those with the fewest chances, and of those the one owed most."""
        met = making.key in self._met
        return met, self._chances.get(making.key, 0), -self._owed[making.key]


def _fits(
    making: Making, item: str, file_format: str, *, later: bool, parts: frozenset[str] | None
) -> bool:
    return (
        (item in making.items or item == "registration")
        and (parts is None or parts.issuperset(making.needs))
        and file_format in making.formats
        and (later or making.files == "any")
    )
