"""What is entered of records that left a body and come back to it. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import (
    AGENCY,
    APPROVED,
    BATCH,
    NUMBER,
    PROPOSED,
    RECORD,
    Key,
    Kind,
)

CERTIFICATE: Final = Key("certificate", Form.REF, "证明", "certificate")

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "row.certified",
        "报送单位对再次报送的内容出具证明",
        "an agency certified what it sent again",
        (CERTIFICATE, BATCH, AGENCY, Key("paper", Form.DIGEST, "文书摘要", "digest of the paper")),
    ),
    Kind(
        "record.contest_answered",
        "原认定已有证明作答",
        "a certificate answered what was found of a record",
        (RECORD, CERTIFICATE),
    ),
    Kind(
        "record.reinserted",
        "凭证明重新收录",
        "a record came back on a certificate",
        (RECORD, NUMBER, CERTIFICATE, PROPOSED, APPROVED),
    ),
    Kind(
        "record.reinsertion_told",
        "重新收录已通知主体",
        "a body was told that a record of its came back",
        (RECORD, Key("channel", Form.CODE, "方式", "channel")),
    ),
)
