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
    VERDICT,
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
        "batch.rows_judged",
        "暂存行经认定入库",
        "held rows of a batch were admitted after an officer's judgement",
        (
            BATCH,
            Key("admission", Form.REF, "入库", "admission"),
            Key("judgement", Form.REF, "认定", "judgement"),
            ROWS,
        ),
    ),
    Kind(
        "batch.rows_reopened",
        "认定撤销，行恢复待核",
        "admitted rows of a batch wait again: the judgement was taken back",
        (BATCH, ROWS),
    ),
    Kind(
        "batch.row_reviewed",
        "待匹配行的处理",
        "an officer gave an opinion on whose a held row is",
        (BATCH, Key("review", Form.REF, "处理", "review"), VERDICT),
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
    Kind(
        "batch.drafted",
        "收到待确认的文件",
        "a file was received as a draft",
        (BATCH, ITEM, ITEM_VERSION, AGENCY, FILE, ROWS),
    ),
    Kind(
        "batch.profile_replayed",
        "套用报送习惯",
        "a profile was replayed on a draft",
        (
            BATCH,
            Key("version", Form.COUNT, "版本", "version"),
            Key("fixes", Form.COUNT, "修正数", "fixes"),
            CONTENT,
        ),
    ),
    Kind(
        "batch.fix_accepted",
        "采用一项修正",
        "a fix of a draft was accepted",
        (BATCH, Key("fix", Form.COUNT, "修正序号", "number of the fix"), REASON, CONTENT),
    ),
    Kind(
        "batch.fix_undone",
        "撤销一项修正",
        "a fix of a draft was undone",
        (BATCH, Key("fix", Form.COUNT, "修正序号", "number of the fix"), REASON),
    ),
    Kind(
        "batch.submitted",
        "提交待确认的批次",
        "a draft was submitted",
        (
            BATCH,
            ROWS,
            Key("fixes", Form.COUNT, "采用的修正数", "fixes accepted"),
            CONTENT,
        ),
    ),
    Kind(
        "batch.discarded",
        "放弃待确认的批次",
        "a draft was discarded",
        (BATCH, ROWS),
    ),
    Kind(
        "profile.made",
        "报送习惯新版",
        "a version of an agency's profile was made",
        (
            AGENCY,
            ITEM,
            Key("version", Form.COUNT, "版本", "version"),
            CONTENT,
            optional(BATCH),
            Key("taken_from", Form.COUNT, "沿用的版本", "version taken up", required=False),
        ),
    ),
)
