"""What is entered of batches. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import (
    AGENCY,
    APPROVED,
    BATCH,
    CHUNK,
    CONTENT,
    FILE,
    ITEM,
    ITEM_VERSION,
    PROPOSED,
    REASON,
    ROWS,
    Key,
    Kind,
    optional,
)

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "batch.received",
        "收到批次",
        "a batch was received",
        (
            BATCH,
            ITEM,
            ITEM_VERSION,
            AGENCY,
            FILE,
            optional(ROWS),
            optional(CONTENT),
        ),
    ),
    Kind(
        "batch.chunk_admitted",
        "分块入库",
        "a chunk of a batch was admitted",
        (BATCH, CHUNK, ROWS),
        root=True,
    ),
    Kind(
        "batch.held",
        "批次挂起",
        "rows of a batch were held",
        (BATCH, ROWS, optional(REASON)),
    ),
    Kind(
        "batch.opened",
        "挂起的批次获准继续",
        "an officer let a held batch go on",
        (BATCH, ROWS, REASON),
    ),
    Kind(
        "batch.released",
        "批次发布",
        "a batch was released by a second person",
        (BATCH, ROWS, CONTENT, optional(PROPOSED), optional(APPROVED)),
    ),
    Kind(
        "batch.undone",
        "撤销整批",
        "a batch was undone as a whole: none of its records stands any more",
        (BATCH, ROWS, optional(PROPOSED), optional(APPROVED)),
    ),
    Kind(
        "batch.refused",
        "批次退回",
        "a batch was refused",
        (BATCH, REASON, optional(FILE)),
    ),
    Kind(
        "batch.finished",
        "批次办结",
        "the work on a batch was finished",
        (
            BATCH,
            ROWS,
            Key("admitted", Form.COUNT, "入库行数", "rows admitted"),
            Key("held", Form.COUNT, "挂起行数", "rows held"),
            Key("rejected", Form.COUNT, "退回行数", "rows rejected"),
            Key("duplicates", Form.COUNT, "重复行数", "duplicates", required=False),
        ),
    ),
    Kind(
        "batch.emptied",
        "清空批次留存",
        "what was kept of these rows of a batch was emptied",
        (
            BATCH,
            Key("day", Form.DAY, "判断日", "day judged by"),
            ROWS,
            Key("emptied", Form.COUNT, "累计清空行数", "rows emptied so far"),
        ),
    ),
)
