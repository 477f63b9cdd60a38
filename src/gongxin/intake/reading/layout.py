"""Which row is the header and what is done with each column: kept, scanned, reduced to presence or cut. It never reads a data cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from gongxin.intake.reading.personal import covered
from gongxin.intake.reading.plan import (
    BLANKS,
    Headers,
    Limits,
    Plan,
    header_key,
    header_keys,
    keys_of,
)
from gongxin.intake.reading.refusals import refused
from gongxin.intake.reading.secrecy import level_of


class Use(Enum):
    """What becomes of a column."""

    TEXT = "text"  # names, numbers, codes: kept, resident numbers masked
    SCAN = "scan"  # free text: kept, every detector runs
    IDENTIFIER = "identifier"
    DOCUMENT = "document"  # the number of a decision
    DATE = "date"
    KIND = "kind"  # says whether the row is about a natural person
    UNKNOWN = "unknown"  # no field of the item: kept for the report of left-overs, scanned
    PRESENCE = "presence"  # of a person: only whether something stands there
    CUT = "cut"


# Columns in which a number may have lost zeros or digits.
NUMBERS = frozenset({Use.IDENTIFIER, Use.DOCUMENT})


@dataclass(frozen=True)
class Column:
    """One column of the file: its place, its name in the table, its use, why it is cut, what it says of the party."""

    place: int
    name: str
    use: Use
    reason: str | None = None
    party: str | None = None  # "id": the party's own resident number; "code": its code as a body
    is_ours: bool = False


# Headers that ask for a person; a column no field of the item claims is cut if its header says one of these.
_PERSON_WORDS = re.compile(
    "身份证|证件|法定代表|法人代表|法人姓名|负责人|姓名|电话|手机|联系|住址|住所地|家庭|户籍|户口|经营者|性别|民族|出生|年龄|籍贯"
    "|微信|邮箱|银行卡|卡号|账号|帐号|护照|当事人|配偶|亲属|从业人员|经办人|监护"
    "|SFZ|ZJHM|ZJLX|LXDH|LXR|SJHM|FRDB|FDDB|IDCARD|PHONE|MOBILE|EMAIL|QQ|^TEL|^XM$|^(?:XK|CF)_FR(?:_|$)"
)
# Unlisted headers of a party's own resident number.
_PARTY_ID = re.compile(
    "(?:相对人|当事人|自然人|公民|被执行人|居民|XDR).*(?:身份证|证件号|SFZ|ZJHM)"
)
# The column in which a workbook that comes back says what became of each row: ours, and read over when it is sent again.
OWN_COLUMN = "核对结果（公信）"
CUT_ALL_UNKNOWN = "*"
_LONG_DIGITS = re.compile(r"[0-9]{7,}")


@dataclass(frozen=True)
class Layout:
    """The columns of one file."""

    columns: tuple[Column, ...]
    width: int  # cells a row must have

    def kept(self) -> list[Column]:
        """The columns that stand in the table."""
        return [c for c in self.columns if c.use is not Use.CUT]

    def order(self) -> list[tuple[str, str]]:
        """Name and use of every column of the file, in its order; of a column that was cut the name alone is left."""
        return [(c.name, c.use.value) for c in self.columns if not c.is_ours]

    def cut(self) -> list[tuple[str, str]]:
        """Header and reason of what was cut or reduced."""
        return [(c.name, c.reason) for c in self.columns if c.reason is not None]


def header_score(row: Sequence[str | None], headers: Headers) -> int:
    """How many cells of a row are headers of the item."""
    return sum(1 for cell in row if cell and len(cell) < 100 and headers.is_known(cell))


def find_header(rows: Sequence[Sequence[str | None]], headers: Headers) -> int | None:
    """The row that is most a header row; none where no row is one."""
    if not headers.known and not headers.persons:
        return next(
            (i for i, row in enumerate(rows) if any(c and c.strip(BLANKS) for c in row)), None
        )
    scores = [header_score(row, headers) for row in rows]
    best = max(scores, default=0)
    if best == 0:
        return None
    place = scores.index(best)
    # A mark above the header is that of the whole paper.
    if any(level_of(cell) for row in rows[:place] for cell in row if cell):
        raise refused("file.classified")
    filled = sum(1 for c in rows[place] if c and c.strip(BLANKS))
    return place if best >= min(2, filled) else None


def is_header(row: Sequence[str | None], headers: Headers) -> bool:
    """Whether most of a row are headers of the item."""
    filled = sum(1 for c in row if c and c.strip(BLANKS))
    return header_score(row, headers) >= max(2, filled / 2)


def expected(plan: Plan) -> str:
    """A few headers, for the remedy of a refusal."""
    return "、".join(names[min(1, len(names) - 1)] for names in plan.known[:6] if names) or "—"


def lay_out(cells: Sequence[str | None], plan: Plan, limits: Limits) -> Layout:
    """What to do with each column under this header row."""
    if len(cells) > limits.columns:
        raise refused("file.too_many_columns", limit=limits.columns)
    headers = Headers(plan)
    uses = Uses(plan)
    taken: set[str] = set()
    keys: set[str] = set()
    columns: list[Column] = []
    for place, cell in enumerate(cells):
        raw = " ".join((cell or "").strip(BLANKS).split())
        known = headers.is_known(raw)
        shown = raw if known else harmless(raw)
        key = header_key(raw)
        if key and key in keys and known:
            raise refused("file.header_duplicate", header=shown)
        keys.add(key)
        name = _unused(shown or f"〔{place + 1}〕", taken)
        use, reason = uses.of(raw)
        ours = key == header_key(OWN_COLUMN)
        columns.append(Column(place, name, use, reason, uses.party(raw), ours))
    return Layout(tuple(columns), len(cells))


def harmless(header: str) -> str:
    """A header nobody knows, as it may be shown: without numbers of persons."""
    return _LONG_DIGITS.sub("〔…〕", covered(header)[0])[:100]


def _unused(name: str, taken: set[str]) -> str:
    number, unique = 1, name
    while unique in taken or unique == "row":
        number += 1
        unique = f"{name}〔{number}〕"
    taken.add(unique)
    return unique


class Uses:
    """Looks up the use of a header: the plan's persons first, then what the plan cuts, then its fields, then the words."""

    def __init__(self, plan: Plan) -> None:
        self.headers = Headers(plan)
        self.cut = frozenset(plan.cut)
        self.kind = keys_of(plan.kind_headers)
        self.identifiers = keys_of(plan.identifiers)
        self.documents = keys_of(plan.documents)
        self.dates = keys_of(plan.dates)
        self.scan = keys_of(plan.scan)
        self.scan_all = plan.scan_all
        self.party_ids = keys_of(plan.party_ids)
        self.party_codes = keys_of(plan.party_codes)

    def of(self, header: str) -> tuple[Use, str | None]:
        keys = header_keys(header)
        whole = header_key(header)
        if not whole or whole == header_key(OWN_COLUMN):
            return Use.CUT, None if whole else "no_header"
        for key in keys:
            if key in self.headers.persons and (whole == key or whole not in self.headers.known):
                presence = self.headers.persons[key]
                return (Use.PRESENCE, "person_presence") if presence else (Use.CUT, "person")
        if not self.headers.is_known(header):
            if whole in self.cut or CUT_ALL_UNKNOWN in self.cut:
                return Use.CUT, "person_values"
            if any(_PERSON_WORDS.search(k) for k in keys):
                return Use.CUT, "person_header"
            return Use.UNKNOWN, None
        return self._of_field(keys), None

    def party(self, header: str) -> str | None:
        """Whether the column holds the party's own resident number, or its code as an organisation."""
        keys, whole = header_keys(header), header_key(header)
        if any(k in self.party_codes for k in keys):
            return "code"
        if any(
            k in self.party_ids and (whole == k or whole not in self.headers.known) for k in keys
        ):
            return "id"
        unlisted = not self.headers.is_known(header) and any(_PARTY_ID.search(k) for k in keys)
        return "id" if unlisted else None

    def is_of_item(self, header: str) -> bool:
        """Whether the header is the item's or asks for a person: what stands under it may not simply be dropped."""
        use, _ = self.of(header)
        return use is not Use.UNKNOWN and bool(header_key(header))

    def _of_field(self, keys: Sequence[str]) -> Use:
        for names, use in (
            (self.kind, Use.KIND),
            (self.identifiers, Use.IDENTIFIER),
            (self.documents, Use.DOCUMENT),
            (self.dates, Use.DATE),
            (self.scan, Use.SCAN),
        ):
            if any(k in names for k in keys):
                return use
        return Use.SCAN if self.scan_all else Use.TEXT
