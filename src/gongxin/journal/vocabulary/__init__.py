"""Every kind of entry, by what it is about. Pure."""

from typing import Final

from gongxin.journal.vocabulary import (
    accounts,
    attachments,
    batches,
    cases,
    duties,
    exchange,
    law,
    machines,
    notices,
    owners,
    platform,
    recalls,
    records,
    returns,
    security,
    subjects,
)
from gongxin.journal.vocabulary.keys import Key, Kind

__all__ = ["VOCABULARY", "Key", "Kind"]

VOCABULARY: Final[tuple[Kind, ...]] = (
    *law.KINDS,
    *accounts.KINDS,
    *owners.KINDS,
    *subjects.KINDS,
    *batches.KINDS,
    *records.KINDS,
    *cases.KINDS,
    *attachments.KINDS,
    *returns.KINDS,
    *recalls.KINDS,
    *notices.KINDS,
    *duties.KINDS,
    *machines.KINDS,
    *exchange.KINDS,
    *platform.KINDS,
    *security.KINDS,
)
