"""The words in which a subject is described. Decides what kind a body is from its number and type text; never a person's."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class SubjectKind(StrEnum):
    """Whom a record may be about: nobody else, ever."""

    ORGANISATION = "organisation"
    PRACTITIONER = "practitioner"  # a licence holder, by licence number only
    FARM_HOUSEHOLD = "farm_household"  # a borrower that asked for a loan file


class Kind(StrEnum):
    """What sort of organisation."""

    ENTERPRISE = "enterprise"
    INDIVIDUAL_BUSINESS = "individual_business"
    COOPERATIVE = "cooperative"
    INSTITUTION = "institution"
    SOCIAL_ORGANISATION = "social_organisation"
    GOVERNMENT = "government"
    COLLECTIVE = "collective"
    OTHER = "other"


class Status(StrEnum):
    """How the body stands in its register."""

    ACTIVE = "active"
    DEREGISTERED = "deregistered"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class NameKind(StrEnum):
    """What a name is to its body."""

    PRESENT = "present"
    FORMER = "former"
    SHORT = "short"


class SuccessionKind(StrEnum):
    """How one body followed another."""

    MERGER = "merger"
    SPLIT = "split"


class Verdict(StrEnum):
    """What an officer found about a reported party and a subject."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


# First characters of a unified code (GB 32100-2015: authority, or authority and category).
KIND_BY_PREFIX: Mapping[str, Kind] = MappingProxyType(
    {
        "11": Kind.GOVERNMENT,
        "12": Kind.INSTITUTION,
        "13": Kind.SOCIAL_ORGANISATION,
        "5": Kind.SOCIAL_ORGANISATION,
        "8": Kind.SOCIAL_ORGANISATION,
        "91": Kind.ENTERPRISE,
        "92": Kind.INDIVIDUAL_BUSINESS,
        "93": Kind.COOPERATIVE,
        "A1": Kind.INSTITUTION,
        "N": Kind.COLLECTIVE,
    }
)
# Words of register type columns, the first that occurs decides.
KIND_BY_WORD: tuple[tuple[str, Kind], ...] = (
    ("个体工商户", Kind.INDIVIDUAL_BUSINESS),
    ("个体户", Kind.INDIVIDUAL_BUSINESS),
    ("个体(", Kind.INDIVIDUAL_BUSINESS),
    ("专业合作", Kind.COOPERATIVE),
    ("集体经济组织", Kind.COLLECTIVE),
    ("经济联合社", Kind.COLLECTIVE),
    ("经济合作社", Kind.COLLECTIVE),
    ("事业单位", Kind.INSTITUTION),
    ("社会团体", Kind.SOCIAL_ORGANISATION),
    ("民办非企业", Kind.SOCIAL_ORGANISATION),
    ("社会服务机构", Kind.SOCIAL_ORGANISATION),
    ("基金会", Kind.SOCIAL_ORGANISATION),
    ("机关", Kind.GOVERNMENT),
    ("公司", Kind.ENTERPRISE),
    ("企业", Kind.ENTERPRISE),
    ("合伙", Kind.ENTERPRISE),
    ("集体", Kind.ENTERPRISE),
    ("分支机构", Kind.ENTERPRISE),
)
STATUS_BY_WORD: tuple[tuple[str, Status], ...] = (
    ("未注销", Status.REVOKED),  # 吊销，未注销
    ("注销", Status.DEREGISTERED),
    ("吊销", Status.REVOKED),
    ("撤销", Status.REVOKED),
    ("存续", Status.ACTIVE),
    ("在业", Status.ACTIVE),
    ("在营", Status.ACTIVE),
    ("开业", Status.ACTIVE),
    ("正常", Status.ACTIVE),
    ("迁", Status.ACTIVE),
)


def kind_of(scheme: str, value: str, text: str | None) -> Kind:
    """The kind of a body. Whatever says that it is an individual business wins: their names are guarded."""
    given = text or ""
    by_number = _by_number(scheme, value)
    by_word = next((kind for word, kind in KIND_BY_WORD if word in given), None)
    if given in {k.value for k in Kind}:
        by_word = Kind(given)
    if Kind.INDIVIDUAL_BUSINESS in {by_number, by_word}:
        return Kind.INDIVIDUAL_BUSINESS
    return by_number or by_word or Kind.OTHER


def _by_number(scheme: str, value: str) -> Kind | None:
    if scheme == "uscc":
        return KIND_BY_PREFIX.get(value[:2]) or KIND_BY_PREFIX.get(value[:1])
    if scheme == "coop":
        return Kind.COOPERATIVE
    if scheme == "reg15":  # GS 15-2006: the sequence of individual businesses starts with 6 to 9
        return Kind.INDIVIDUAL_BUSINESS if value[6] >= "6" else Kind.ENTERPRISE
    fixed = {"institution": Kind.INSTITUTION, "social": Kind.SOCIAL_ORGANISATION}
    return fixed.get(scheme)


def status_of(text: str | None) -> Status:
    """The status a register's word stands for; unknown words stay unknown."""
    given = text or ""
    if given in {s.value for s in Status}:
        return Status(given)
    return next((status for word, status in STATUS_BY_WORD if word in given), Status.UNKNOWN)
