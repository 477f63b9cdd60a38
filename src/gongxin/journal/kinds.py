"""The whole vocabulary of the log: what is entered, and which values an entry carries. Pure.

The log is kept for ever and shown to anyone, so a body holds references, counts, codes and digests:
never a name, an official number, a document number, nor a text somebody wrote. The form of each
value (`forms.py`) is checked when it is entered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gongxin.journal.forms import Form, has_form
from gongxin.journal.leaves import Body


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


class Undeclared(AssertionError):
    """An action tried to enter what the vocabulary does not know: a mistake in the program."""


def _optional(key: Key) -> Key:
    return Key(key.name, key.form, key.zh, key.en, required=False)


_ACCOUNT_KEY = Key("account", Form.ACCOUNT, "账号", "account")
_AGENCY = Key("agency", Form.CODE, "部门", "agency")
_APPROVED = Key("approved_by", Form.ACCOUNT, "批准人账号", "approved by")
_BATCH = Key("batch", Form.REF, "批次", "batch")
_CASE = Key("case", Form.REF, "案件", "case", required=False)
_CHUNK = Key("chunk", Form.COUNT, "分块序号", "chunk number")
_CONTENT = Key("content", Form.DIGEST, "内容摘要", "digest of the content")
_DAY_FROM = Key("from", Form.DAY, "起始日", "first day", required=False)
_FILE = Key("file", Form.DIGEST, "文件摘要", "digest of the file received")
_ITEM = Key("item", Form.CODE, "目录事项", "catalogue item")
_ITEM_VERSION = Key("item_version", Form.COUNT, "事项版本", "version of the item")
_NUMBER = Key("number", Form.COUNT, "版本号", "version of the record")
_PROPOSAL = Key("proposal", Form.REF, "提案", "proposal")
_PROPOSED = Key("proposed_by", Form.ACCOUNT, "提议人账号", "proposed by")
_REASON = Key("reason", Form.CODE, "事由代码", "code of the reason")
_RECORD = Key("record", Form.REF, "记录", "record")
_ROLE = Key("role", Form.CODE, "角色", "role")
_ROWS = Key("rows", Form.COUNT, "行数", "rows")
_SUBJECT = Key("subject", Form.REF, "主体", "subject")
_COMMITMENT = Key("commitment", Form.DIGEST, "加盐承诺", "salted commitment")
_TOMBSTONE = Key("tombstone", Form.DIGEST, "墓碑摘要", "digest of the tombstone", required=False)

_RECORD_CHANGED = (_RECORD, _NUMBER, _REASON, _optional(_COMMITMENT), _CASE, _TOMBSTONE)
_RECORD_MARKED = (
    _RECORD,
    Key("mark", Form.CODE, "标注", "mark"),
    _optional(_NUMBER),
    _CASE,
)

VOCABULARY: tuple[Kind, ...] = (
    Kind(
        "law.loaded",
        "载入法规数据",
        "the law was loaded as data",
        (
            Key("layer", Form.CODE, "层级", "layer"),
            _CONTENT,
            Key("items", Form.COUNT, "事项数", "items", required=False),
            _DAY_FROM,
        ),
    ),
    Kind(
        "law.proposed",
        "提出目录新版",
        "an edition of the law was proposed",
        (
            _PROPOSAL,
            _CONTENT,
            Key("base", Form.DIGEST, "现行版摘要", "digest of the edition in force"),
            Key("until", Form.DAY, "意见截止日", "last day of comments", required=False),
        ),
    ),
    Kind(
        "law.commented",
        "收到对新版的意见",
        "a comment on a proposed edition was received",
        (_PROPOSAL, _CONTENT),
    ),
    Kind(
        "law.decided",
        "对新版作出结论",
        "a proposed edition was approved, refused or withdrawn",
        (_PROPOSAL, Key("verdict", Form.CODE, "结论", "verdict"), _PROPOSED, _CONTENT),
    ),
    Kind(
        "agencies.loaded",
        "载入部门名录",
        "the register of agencies was loaded",
        (_CONTENT, Key("agencies", Form.COUNT, "部门数", "agencies")),
    ),
    Kind(
        "account.opened",
        "开通账号",
        "an account was opened",
        (_ACCOUNT_KEY, _ROLE, _optional(_AGENCY)),
    ),
    Kind("account.closed", "停用账号", "an account was closed", (_ACCOUNT_KEY,)),
    Kind(
        "account.granted",
        "授予权限",
        "an account was given a right",
        (_ACCOUNT_KEY, _ROLE, _optional(_AGENCY), _optional(_ITEM)),
    ),
    Kind(
        "account.revoked",
        "收回权限",
        "a right was taken from an account",
        (_ACCOUNT_KEY, _ROLE, _optional(_AGENCY), _optional(_ITEM)),
    ),
    Kind(
        "subjects.registered",
        "登记主体",
        "subjects were registered or their entry renewed",
        (_ROWS, _optional(_BATCH), _optional(_CHUNK), _optional(_SUBJECT)),
        root=True,
    ),
    Kind(
        "subjects.judged",
        "主体同一性判断",
        "an officer judged whether two are the same subject",
        (
            Key("judgement", Form.REF, "判断", "judgement"),
            Key("verdict", Form.CODE, "结论", "verdict"),
            _optional(_SUBJECT),
            _optional(_REASON),
            Key(
                "evidence",
                Form.DIGEST,
                "证据摘要",
                "digest of the evidence",
                required=False,
            ),
        ),
    ),
    Kind(
        "subjects.succeeded",
        "主体承继",
        "one subject succeeded another",
        (
            Key("succession", Form.REF, "承继", "succession"),
            Key("relation", Form.CODE, "承继类型", "kind of succession"),
            Key("predecessor", Form.REF, "原主体", "predecessor", required=False),
            Key("successor", Form.REF, "承继主体", "successor", required=False),
            Key("day", Form.DAY, "承继日", "day of succession", required=False),
        ),
    ),
    Kind(
        "batch.received",
        "收到批次",
        "a batch was received",
        (
            _BATCH,
            _ITEM,
            _ITEM_VERSION,
            _AGENCY,
            _FILE,
            _optional(_ROWS),
            _optional(_CONTENT),
        ),
    ),
    Kind(
        "batch.chunk_admitted",
        "分块入库",
        "a chunk of a batch was admitted",
        (_BATCH, _CHUNK, _ROWS),
        root=True,
    ),
    Kind(
        "batch.held",
        "批次挂起",
        "rows of a batch were held",
        (_BATCH, _ROWS, _optional(_REASON)),
    ),
    Kind(
        "batch.opened",
        "挂起的批次获准继续",
        "an officer let a held batch go on",
        (_BATCH, _ROWS, _REASON),
    ),
    Kind(
        "batch.released",
        "批次发布",
        "a batch was released by a second person",
        (_BATCH, _ROWS, _CONTENT, _optional(_PROPOSED), _optional(_APPROVED)),
    ),
    Kind(
        "batch.refused",
        "批次退回",
        "a batch was refused",
        (_BATCH, _REASON, _optional(_FILE)),
    ),
    Kind(
        "batch.finished",
        "批次办结",
        "the work on a batch was finished",
        (
            _BATCH,
            _ROWS,
            Key("admitted", Form.COUNT, "入库行数", "rows admitted"),
            Key("held", Form.COUNT, "挂起行数", "rows held"),
            Key("rejected", Form.COUNT, "退回行数", "rows rejected"),
            Key("duplicates", Form.COUNT, "重复行数", "duplicates", required=False),
        ),
    ),
    Kind(
        "tombstones.replayed",
        "恢复后补回墓碑",
        "tombstones were put back after a restore",
        (Key("tombstones", Form.COUNT, "墓碑数", "tombstones"),),
    ),
    Kind("record.withdrawn", "记录撤回", "a record was withdrawn", _RECORD_CHANGED),
    Kind("record.repaired", "信用修复", "a record was repaired", _RECORD_CHANGED),
    Kind(
        "record.corrected",
        "记录更正",
        "a record was corrected by a new version",
        _RECORD_CHANGED,
    ),
    Kind("record.marked", "加注标记", "a mark was put on a record", _RECORD_MARKED),
    Kind(
        "record.mark_lifted",
        "取消标记",
        "a mark was lifted from a record",
        _RECORD_MARKED,
    ),
    Kind(
        "records.erased",
        "保存期满删除记录",
        "records whose retention is over were erased: content, subject and salt; their commitments stay",
        (
            Key("act", Form.REF, "删除", "erasure"),
            _ITEM,
            _ITEM_VERSION,
            _REASON,
            Key("day", Form.DAY, "判断日", "day judged by"),
            _ROWS,
            Key("versions", Form.COUNT, "清空的版本数", "versions emptied"),
            Key("emptied", Form.DIGEST, "所清空版本的根", "root over what was emptied"),
        ),
        root=True,
    ),
    Kind(
        "batch.emptied",
        "清空批次留存",
        "what was kept of these rows of a batch was emptied",
        (
            _BATCH,
            Key("day", Form.DAY, "判断日", "day judged by"),
            _ROWS,
            Key("emptied", Form.COUNT, "累计清空行数", "rows emptied so far"),
        ),
    ),
    Kind(
        "checkpoint.signed",
        "签署检查点",
        "the log up to here was signed",
        (Key("size", Form.COUNT, "日志长度", "size of the log"),),
    ),
    Kind(
        "checkpoint.given",
        "交存检查点",
        "a signed checkpoint was given to an outside holder",
        (
            Key("size", Form.COUNT, "日志长度", "size of the log"),
            Key("holder", Form.CODE, "存证方", "holder"),
        ),
    ),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in VOCABULARY})


def ensure_declared(kind: str, body: Body, root: bytes | None) -> None:
    """Raises `Undeclared` unless the vocabulary knows this kind with these keys, forms and root."""
    declared = KINDS.get(kind)
    if declared is None:
        raise Undeclared(f"kind {kind!r} is not in the vocabulary")
    known = {key.name: key for key in declared.keys}
    _nothing_is(f"keys of {kind} not declared", body.keys() - known.keys())
    missing = (key.name for key in declared.keys if key.required and body.get(key.name) is None)
    _nothing_is(f"keys of {kind} missing", missing)
    misshapen = (
        f"{name} ({known[name].form.value})"
        for name, value in body.items()
        if value is not None and not has_form(known[name].form, value)
    )
    _nothing_is(f"values of {kind} not in their form", misshapen)
    if (root is not None) != declared.root:
        raise Undeclared(f"{kind} carries {'a' if declared.root else 'no'} root")
    if root is not None and len(root) != 32:
        raise Undeclared(f"the root of {kind} is not a SHA-256")


def _nothing_is(fault: str, names: Iterable[str]) -> None:
    found = sorted(names)
    if found:
        raise Undeclared(f"{fault}: {', '.join(found)}")
