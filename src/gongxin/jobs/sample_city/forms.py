"""The forms of the items as the city is told them: plain values from outside. It knows no item by name, and no law."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .sheets import Form, by_name

NAMES = ("authority_name", "source_name")
CODES = ("authority_code", "source_code")
# What a body is called and by which numbers it may be known besides its unified code.
NUMBERS = ("reg_no", "org_code", "tax_no", "institution_no", "social_no")
PARTY = ("party_name", "party_kind", "uscc", *NUMBERS)
ROOM_FOR_MORE = 60  # characters that a making appends to a text at most
FREE_TEXTS = ("result", "facts", "remark")  # which text a clerk writes too much into, first of all


@dataclass(frozen=True)
class ItemColumn:
    """One column of a template. `label` is its heading there; `values` are the codes of its list."""

    code: str
    label: str
    kind: str  # text, date, code, codes, money, identifier, document_number, flag, integer, decimal, year, digest
    role: str = ""
    values: tuple[str, ...] = ()
    open_list: bool = False
    required: bool = False
    needed_when: tuple[str, tuple[str, ...]] | None = None  # required where that column holds one
    length: int = 0  # 0: as long as one likes
    unit: str = ""
    example: str = ""
    open_ended: bool = False
    scanned: bool = False  # free text, looked through for numbers of persons
    key: bool = False  # with the others of the key it makes the fact its own

    def fits(self, text: str) -> bool:
        return not self.length or len(text) <= self.length


@dataclass(frozen=True)
class ItemForm:
    """The template of one item: who sends it, its columns in order, and the person columns files bring along."""

    code: str
    agencies: tuple[str, ...]
    in_force_from: date
    columns: tuple[ItemColumn, ...]
    persons: tuple[str, ...] = ()
    own_number: str = ""  # the person column that is filled in where the party itself is a person
    bodies: tuple[str, ...] = ()  # first characters of the codes of bodies it is mostly about
    ends: tuple[str, str] | None = (
        None  # the item whose facts it ends, and the column that names one
    )
    papers: tuple[str, ...] = ()  # columns of the papers of a listing: their lack is told as that
    mixed: bool = False  # its source mixes persons in: a row without a sound code may be one

    def by_role(self, *roles: str) -> Iterator[ItemColumn]:
        """The columns of these roles, in the order of the roles."""
        for role in roles:
            yield from (column for column in self.columns if column.role == role)

    def code_of(self, role: str) -> str:
        """The column of a role, "" where the template has none."""
        return next((column.code for column in self.by_role(role)), "")

    def of_kind(self, *kinds: str) -> tuple[ItemColumn, ...]:
        return tuple(column for column in self.columns if column.kind in kinds)

    @property
    def brought(self) -> tuple[str, ...]:
        """Every person column that a file may have."""
        return (*self.persons, self.own_number) if self.own_number else self.persons

    @property
    def numbered(self) -> bool:
        """Whether a number of its own keeps each fact apart from every other."""
        numbers = self.of_kind("document_number")
        return any(column.key and column.required for column in numbers)


def sheet_form(form: ItemForm) -> Form:
    """The same template with the parts named that makings touch."""
    columns = [(column.code, column.label) for column in form.columns]
    content = _content(form)
    dropped = [c.code for c in form.by_role("tax_no", "institution_no", "social_no")]
    dropped += [c.code for c in form.by_role("remark") if c.code != content]
    person = next((name for name in form.persons if _is_name(name)), "")
    return Form(
        item=form.code,
        columns=(*columns, *((name, name) for name in form.brought)),
        droppable=(*dropped, *form.persons),
        party=form.code_of("party_name"),
        party_kind=form.code_of("party_kind"),
        uscc=form.code_of("uscc"),
        registration_number=form.code_of("reg_no"),
        organisation_code=form.code_of("org_code"),
        representative=person,
        representative_paper="",
        representative_number="",
        person_paper="",
        person_number=form.own_number,
        document=form.code_of("document_number"),
        content=content,
        decided=form.code_of("decided"),
        valid_from=form.code_of("valid_from") or None,
        valid_until=form.code_of("valid_until"),
        authority=form.code_of("authority_name"),
        authority_code=form.code_of("authority_code"),
        required=_emptied(form),
        key=() if form.numbered else tuple(c.code for c in form.columns if c.key),
        kinds=by_name(
            {
                "closed_list": [c.code for c in _lists(form) if not c.open_list],
                "open_list": [c.code for c in _lists(form) if c.open_list],
                "open_ended": [c.code for c in form.by_role("valid_until") if c.open_ended],
                "limited": [c.code for c in form.of_kind("text") if _may_overflow(c)],
                "paper_day": [
                    c.code
                    for c in form.of_kind("date")
                    if c.code in form.papers and c.role != "decided"
                ],
                "amount": [c.code for c in form.of_kind("money")],
                "count": [c.code for c in form.of_kind("integer")],
                "figure": [c.code for c in form.of_kind("decimal")],
                **{
                    kind: [c.code for c in form.of_kind(kind)]
                    for kind in ("year", "digest", "flag")
                },
                "coded": [] if form.mixed else [form.code_of("uscc")],
                "mixed": [form.code_of("uscc")] if form.mixed else [],
            }
        ),
        lengths=by_name({column.code: column.length for column in form.columns}),
    )


def _content(form: ItemForm) -> str:
    """A free text that a clerk may write too much into, and that is no part of the key."""
    scanned = [c for c in form.columns if c.kind == "text" and c.scanned and not c.key]
    roomy = [c for c in scanned if c.fits(" " * (len(c.example) + ROOM_FOR_MORE))]
    preferred = [c for role in FREE_TEXTS for c in roomy if c.role == role]
    return next((column.code for column in (*preferred, *roomy)), "")


def _emptied(form: ItemForm) -> tuple[str, ...]:
    """Columns whose lack a row is not taken for. Without its code a row only waits: that is another making."""
    spared = {*NAMES, *CODES, "uscc", "party_kind"}
    asked = (c for c in form.columns if c.required and c.role not in spared)
    return tuple(column.code for column in asked if column.code not in form.papers)


def _lists(form: ItemForm) -> tuple[ItemColumn, ...]:
    lists = form.of_kind("code", "codes")
    return tuple(column for column in lists if column.values and column.role != "party_kind")


def _may_overflow(column: ItemColumn) -> bool:
    spared = {*PARTY, *NAMES, "remark"}  # a remark may be left out of the file
    return 0 < column.length <= 2_000 and column.role not in spared and not column.key


def _is_name(header: str) -> bool:
    return not any(word in header for word in ("号", "类型", "电话", "手机"))
