"""What a value of an entry may look like, so that no name, number or text of a person fits. Pure."""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType
from uuid import UUID

_CODE = re.compile(r"[a-z][a-z0-9]*(?:[._:/+-][a-z0-9]+)*")
_ACCOUNT = re.compile(r"[A-Za-z][A-Za-z0-9._@+-]{0,149}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Telephone, card, identity and most credit codes hold as many digits in a row.
_MANY_DIGITS = re.compile(r"[0-9]{9}")
_CODE_LENGTH_MAX = 64
_INTEGER_MAX = 9_999_999_999  # ten digits: shorter than a mobile number or an identity number


class Form(Enum):
    """What a value may look like. None of them can hold free text or an official number."""

    COUNT = "count"  # integer from 0: counts, row, version and chunk numbers
    REF = "ref"  # our own random or serial key: a UUID, or an integer from 0
    CODE = "code"  # a word of our own vocabularies, such as penalty or repair.too_early
    ACCOUNT = "account"  # the name of an account
    DIGEST = "digest"  # SHA-256 or HMAC-SHA-256 in lower-case hex
    DAY = "day"  # a civil day, as 2026-04-01


def has_form(form: Form, value: object) -> bool:
    """Whether the value may stand under a key of this form."""
    if type(value) is int:
        return form in {Form.COUNT, Form.REF} and 0 <= value <= _INTEGER_MAX
    return type(value) is str and form in _TEXTS and _TEXTS[form](value)


def _is_code(value: str) -> bool:
    short = len(value) <= _CODE_LENGTH_MAX
    return short and bool(_CODE.fullmatch(value)) and not _MANY_DIGITS.search(value)


def _is_account(value: str) -> bool:
    return bool(_ACCOUNT.fullmatch(value)) and not _MANY_DIGITS.search(value)


def _is_uuid(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


_TEXTS: Mapping[Form, Callable[[str], bool]] = MappingProxyType(
    {
        Form.REF: _is_uuid,
        Form.CODE: _is_code,
        Form.ACCOUNT: _is_account,
        Form.DIGEST: lambda value: bool(_DIGEST.fullmatch(value)),
        Form.DAY: lambda value: bool(_DAY.fullmatch(value)),
    }
)
