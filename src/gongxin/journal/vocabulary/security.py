"""What is entered of security. References, counts and digests alone: everybody may read the log. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import CONTENT, VERDICT, Key, Kind

_INCIDENT = Key("incident", Form.REF, "安全事件", "incident")
_NUMBER = Key("number", Form.COUNT, "第几条", "number of the entry")
_BACKUP = Key("backup", Form.REF, "备份", "backup")
_SIZE = Key("size", Form.COUNT, "日志长度", "size of the log")
_CANARY = Key("canary", Form.REF, "警示主体", "canary")

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "incident.opened", "登记安全事件", "an incident of security was entered",
        (_INCIDENT, CONTENT),
    ),
    Kind(
        "incident.added", "补记安全事件", "an entry was added to an incident",
        (_INCIDENT, _NUMBER, CONTENT),
    ),
    Kind(
        "incident.closed", "安全事件结案", "an incident was closed by another person",
        (_INCIDENT, _NUMBER, CONTENT),
    ),
    Kind("canary.placed", "设置警示主体", "a canary was placed", (_CANARY,)),
    Kind("canary.ended", "撤除警示主体", "a canary was taken away", (_CANARY,)),
    Kind(
        "alarm.answered", "查明一次异常查阅", "a look that raised an alarm was looked into",
        (Key("read", Form.REF, "查阅", "look"),),
    ),
    Kind(
        "backup.made", "完成备份", "a backup was made",
        (_BACKUP, CONTENT, Key("rows", Form.COUNT, "行数", "rows"), _SIZE),
    ),
    Kind(
        "backup.tried", "完成恢复演练", "a backup was restored as a drill",
        (_BACKUP, Key("drill", Form.REF, "演练", "drill"), VERDICT),
    ),
    Kind(
        "backup.restored", "从备份恢复平台", "the platform was restored from a backup",
        (_BACKUP, _SIZE, VERDICT),
    ),
    Kind(
        "journal.verified", "核对日志", "the log was derived anew",
        (_SIZE, Key("findings", Form.COUNT, "问题数", "findings")),
    ),
)  # fmt: skip
