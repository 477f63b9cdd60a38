"""What is entered of records. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import (
    APPROVED,
    BATCH,
    CONTENT,
    ITEM,
    ITEM_VERSION,
    NUMBER,
    PROPOSED,
    REASON,
    RECORD,
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
        "record.merged",
        "重复记录并入",
        "a record gave way to another that tells the same decision",
        RECORD_CHANGED,
    ),
    Kind(
        "record.unmerged",
        "恢复误并的记录",
        "a record that gave way came back",
        RECORD_CHANGED,
    ),
    Kind(
        "record.released",
        "记录放行",
        "one version of a record was released by a second person",
        (RECORD, NUMBER, CONTENT, PROPOSED, APPROVED),
    ),
    Kind(
        "records.detached",
        "归属认定撤销，记录待重新归属",
        "the judgement that records were attached by was taken back; whose they are is open again",
        (Key("act", Form.REF, "撤销", "act"), ROWS),
        root=True,
    ),
    Kind(
        "records.twins_found",
        "查找疑似重复",
        "records were compared for decisions that are told twice",
        (
            Key("upto", Form.COUNT, "查至日志序号", "looked at up to this leaf"),
            Key("pairs", Form.COUNT, "对数", "pairs"),
        ),
    ),
    Kind(
        "records.told_apart",
        "认定不是重复",
        "an officer found that two records are two decisions",
        (Key("twin", Form.REF, "疑似重复", "pair"),),
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
