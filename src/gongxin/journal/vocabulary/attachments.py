"""What is entered of files that were handed in as evidence: digests and sizes, never a name. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import AGENCY, CONTENT, VERDICT, Key, Kind

ATTACHMENT: Final = Key("attachment", Form.REF, "附件", "attachment")

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "attachment.kept",
        "收下附件",
        "a file was taken in as evidence",
        (
            ATTACHMENT,
            AGENCY,
            Key("type", Form.CODE, "类型", "type"),
            Key("size", Form.COUNT, "字节数", "bytes kept"),
            Key("original", Form.DIGEST, "收到的文件摘要", "digest of the file received"),
            CONTENT,
        ),
    ),
    Kind("attachment.scanned", "查毒", "a scanner looked through a file", (ATTACHMENT, VERDICT)),
)
