"""What is entered of records. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import (
    APPROVED,
    BATCH,
    CONTENT,
    ITEM,
    ITEM_VERSION,
    PROPOSED,
    REASON,
    RECORD_CHANGED,
    RECORD_MARKED,
    ROWS,
    Key,
    Kind,
)

ACT = Key("act", Form.REF, "操作", "act")
KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "tombstones.replayed",
        "恢复后补回墓碑",
        "tombstones were put back after a restore",
        (Key("tombstones", Form.COUNT, "墓碑数", "tombstones"),),
    ),
    Kind("record.withdrawn", "记录撤回", "a record was withdrawn", RECORD_CHANGED),
    Kind("record.repaired", "信用修复", "a record was repaired", RECORD_CHANGED),
    Kind(
        "record.corrected",
        "记录更正",
        "a record was corrected by a new version",
        RECORD_CHANGED,
    ),
    Kind(
        "records.corrected",
        "按提请更正记录",
        "records were corrected by new versions, as two persons decided",
        (ACT, BATCH, ROWS, CONTENT, PROPOSED, APPROVED),
        root=True,
    ),
    Kind(
        "records.undone",
        "撤销整批的记录",
        "records of a batch were undone with it",
        (ACT, BATCH, ROWS),
        root=True,
    ),
    Kind("record.marked", "加注标记", "a mark was put on a record", RECORD_MARKED),
    Kind(
        "record.mark_lifted",
        "取消标记",
        "a mark was lifted from a record",
        RECORD_MARKED,
    ),
    Kind(
        "records.erased",
        "保存期满删除记录",
        "records whose retention is over were erased: content, subject and salt; their commitments stay",
        (
            Key("act", Form.REF, "删除", "erasure"),
            ITEM,
            ITEM_VERSION,
            REASON,
            Key("day", Form.DAY, "判断日", "day judged by"),
            ROWS,
            Key("versions", Form.COUNT, "清空的版本数", "versions emptied"),
            Key("emptied", Form.DIGEST, "所清空版本的根", "root over what was emptied"),
        ),
        root=True,
    ),
)
