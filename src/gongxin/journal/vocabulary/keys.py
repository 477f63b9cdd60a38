"""The shape of a kind of entry, and the values that several kinds carry. Pure."""

from dataclasses import dataclass

from gongxin.journal.forms import Form


@dataclass(frozen=True)
class Key:
    name: str
    form: Form
    zh: str
    en: str
    required: bool = True


@dataclass(frozen=True)
class Kind:
    name: str
    zh: str
    en: str
    keys: tuple[Key, ...]
    root: bool = False  # whether it carries the Merkle root over the rows it stands for


def optional(key: Key) -> Key:
    return Key(key.name, key.form, key.zh, key.en, required=False)


ACCOUNT_KEY = Key("account", Form.ACCOUNT, "账号", "account")
AGENCY = Key("agency", Form.CODE, "部门", "agency")
APPROVED = Key("approved_by", Form.ACCOUNT, "批准人账号", "approved by")
BATCH = Key("batch", Form.REF, "批次", "batch")
CASE = Key("case", Form.REF, "案件", "case", required=False)
CHUNK = Key("chunk", Form.COUNT, "分块序号", "chunk number")
CONTENT = Key("content", Form.DIGEST, "内容摘要", "digest of the content")
DAY_FROM = Key("from", Form.DAY, "起始日", "first day", required=False)
FILE = Key("file", Form.DIGEST, "文件摘要", "digest of the file received")
ITEM = Key("item", Form.CODE, "目录事项", "catalogue item")
ITEM_VERSION = Key("item_version", Form.COUNT, "事项版本", "version of the item")
MOTION = Key("motion", Form.REF, "提请", "motion")
NUMBER = Key("number", Form.COUNT, "版本号", "version of the record")
PROPOSAL = Key("proposal", Form.REF, "提案", "proposal")
PROPOSED = Key("proposed_by", Form.ACCOUNT, "提议人账号", "proposed by")
REASON = Key("reason", Form.CODE, "事由代码", "code of the reason")
RECORD = Key("record", Form.REF, "记录", "record")
ROLE = Key("role", Form.CODE, "角色", "role")
ROWS = Key("rows", Form.COUNT, "行数", "rows")
SUBJECT = Key("subject", Form.REF, "主体", "subject")
COMMITMENT = Key("commitment", Form.DIGEST, "加盐承诺", "salted commitment")
SIGN_IN = Key("sign_in", Form.REF, "登录", "sign-in")
VERDICT = Key("verdict", Form.CODE, "结论", "verdict")
TOMBSTONE = Key("tombstone", Form.DIGEST, "墓碑摘要", "digest of the tombstone", required=False)

RECORD_CHANGED = (RECORD, NUMBER, REASON, optional(COMMITMENT), CASE, TOMBSTONE)
RECORD_MARKED = (
    RECORD,
    Key("mark", Form.CODE, "标注", "mark"),
    optional(NUMBER),
    CASE,
)
