"""Templates that files still come in although another one is in force, as frozen values: how each column is read today. Decides nothing."""

from dataclasses import dataclass

STAND_INS = ("sender_name", "sender_code", "party_kind")


@dataclass(frozen=True)
class TemplateValue:
    """One value of a coded column. `to` is what is read instead; a held row waits for a person, and is told why."""

    code: str
    zh: str
    en: str
    to: str | None = None
    aliases: tuple[str, ...] = ()
    held: bool = False
    reason_zh: str = ""
    reason_en: str = ""


@dataclass(frozen=True)
class TemplateColumn:
    """One column as the template has it. `to`: the field it is read as; none: it is read and not taken, for this reason."""

    code: str
    zh: str
    aliases: tuple[str, ...]
    to: str | None
    reason_zh: str = ""
    reason_en: str = ""
    scan: bool = False
    values: tuple[TemplateValue, ...] = ()


@dataclass(frozen=True)
class JoinedField:
    """A field that several columns are joined into, in the order of the template."""

    field: str
    by: str


@dataclass(frozen=True)
class NotAsked:
    """A field that the template does not have: it is not asked for. `stand_in`: what is put there instead, where it is known."""

    field: str
    reason_zh: str
    reason_en: str
    stand_in: str | None = None  # one of STAND_INS


@dataclass(frozen=True)
class Template:
    """A template of one item. A file is of it if it has every column of one of `signs`, and not the present template's required ones."""

    key: str
    item: str
    zh: str
    en: str
    first_year: int
    last_year: int
    signs: tuple[tuple[str, ...], ...]
    columns: tuple[TemplateColumn, ...]
    joined: tuple[JoinedField, ...]
    not_asked: tuple[NotAsked, ...]
    source: str
    mark: str

    def column(self, code: str) -> TemplateColumn | None:
        """The column of that code, or none."""
        return next((column for column in self.columns if column.code == code), None)

    def names(self, column: TemplateColumn) -> tuple[str, ...]:
        """Every way in which the column may be headed."""
        return (column.code, column.zh, *column.aliases)
