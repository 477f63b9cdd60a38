"""The findings about a whole row, its subject and its batch. A table; it decides nothing."""

from typing import Final

from gongxin.intake.rules.vocabulary import HOUSE, PERSONS, TEMPLATE, Check

_REGISTER = (
    "facts §6.9, authorities are matched by code, else by exact name or alias within its days"
)
_SUBJECT = "promise 2: right subject"
_GATE = "batch gate; thresholds are data of the jurisdiction"

ROWS: Final[tuple[Check, ...]] = (
    Check(
        "party.natural_person",
        "reject",
        "自然人不是本平台的主体",
        "Natural persons are no subjects here",
        "请不要报送自然人的信息",
        "Leave out rows about persons",
        PERSONS,
    ),
    Check(
        "party.kind_code",
        "warn",
        "相对人类别与统一社会信用代码的类别不符",
        "The kind of party does not fit its unified code",
        "请核对",
        "Check both",
        TEMPLATE,
    ),
    Check(
        "party.code_missing",
        "hold",
        "此类相对人应有统一社会信用代码，也没有其他代码",
        "A party of this kind should have a unified code, and no other is given",
        "请补填统一社会信用代码",
        "Give the unified code",
        TEMPLATE,
    ),
    Check(
        "kind.person_only",
        "reject",
        "“{value}”只适用于自然人，本平台不收录",
        "“{value}” falls on persons alone; the platform does not hold it",
        "请不要报送",
        "Leave it out",
        "facts §1.2, 行政处罚法 art 9",
    ),
    Check(
        "authority.unknown",
        "hold",
        "机关不在机关目录中（{reason}）",
        "The authority is not in the register of authorities ({reason})",
        "请填机关全称和统一社会信用代码，或申请登记机关别名",
        "Give its full name and code, or have the alias registered",
        _REGISTER,
    ),
    Check(
        "authority.ambiguous",
        "hold",
        "按决定日与报送日，该名称指向不同机关：{agencies}",
        "By the day of the decision and that of sending the name belongs to different agencies: {agencies}",
        "请填机关在决定日的名称和统一社会信用代码",
        "Give the name borne on the day of the decision, and the unified code",
        _REGISTER,
    ),
    Check(
        "authority.disagree",
        "hold",
        "机关名称与代码属于两个机关",
        "Name and code belong to two authorities",
        "请核对",
        "Check both",
        _REGISTER,
    ),
    Check(
        "authority.not_entitled",
        "hold",
        "该机关不在本事项的职责范围内（{authority}）",
        "The catalogue does not name {authority} for this item",
        "请核对事项与机关",
        "Check the item and the authority",
        "promise 1: lawful",
    ),
    Check(
        "list.papers_missing",
        "reject",
        "列入名单缺少程序文书：{paper}（{field}）",
        "The listing lacks a paper of its procedure: {paper} ({field})",
        "请补报该文书的摘要、文号或者日期；没有经过告知、陈述申辩、决定、送达的，本平台不收录其列入",
        "Give the digest, number or day of that paper; a listing without notice, defence, decision and service is not taken",
        "国办发〔2020〕49号（转引）; facts §4.5: a listing without its papers is refused",
    ),
    Check(
        "list.papers_order",
        "reject",
        "程序文书的日期先后不符：{paper}早于{other}",
        "The days of the procedure are out of order: {paper} comes before {other}",
        "请核对告知、决定、送达的日期",
        "Check the days of notice, decision and service",
        "国办发〔2020〕49号（转引）; facts §4.5: notice, then decision, then service",
    ),
    Check(
        "provider.other_authority",
        "warn",
        "决定机关（{authority}）不是报送单位（{provider}）",
        "The deciding authority ({authority}) is not the reporting agency ({provider})",
        "请确认由本单位代报",
        "Check that it is yours to report",
        "facts §6.10",
    ),
    Check(
        "severity.differs",
        "warn",
        "报送的严重程度（{reported}）与规则判定（{computed}）不同",
        "The reported class ({reported}) differs from the one by rule ({computed})",
        "以规则判定为准；报送值另存",
        "The class by rule is used; the reported one is kept",
        "信用修复管理办法 (NDRC Order 36)",
    ),
    Check(
        "severity.unknown",
        "note",
        "规则未能判定严重程度，按最短公示期处理",
        "No rule gives a class; the shortest period is used",
        "无须处理",
        "Nothing to do",
        "architecture: an unknown class takes the shortest period",
    ),
    Check(
        "report.late",
        "note",
        "{count} 行的报送晚于决定日后 {days} 个工作日",
        "{count} rows are reported later than {days} working days after the decision",
        "请按时报送",
        "Report in time",
        "facts §1.4",
    ),
)


def _resolve(code: str, severity: str, zh: str, en: str, do_zh: str, do_en: str) -> Check:
    return Check(code, severity, zh, en, do_zh, do_en, _SUBJECT, "resolve")


def _admit(
    code: str, severity: str, zh: str, en: str, do_zh: str, do_en: str, source: str
) -> Check:
    return Check(code, severity, zh, en, do_zh, do_en, source, "admit")


_LOOK_ZH, _LOOK_EN = "由专人核对后认定", "An officer decides with reasons"

SUBJECTS: Final[tuple[Check, ...]] = (
    _resolve(
        "subject.unknown",
        "hold",
        "主体库中没有此代码",
        "No subject with this code",
        _LOOK_ZH,
        _LOOK_EN,
    ),
    _resolve(
        "subject.no_identifier",
        "hold",
        "没有可用的代码，不以名称归集",
        "No usable code; a name alone attaches nothing",
        "请补填统一社会信用代码",
        "Give the unified code",
    ),
    _resolve(
        "subject.contradiction.name",
        "hold",
        "代码属于另一名称的主体",
        "The code belongs to a body of another name",
        _LOOK_ZH,
        _LOOK_EN,
    ),
    _resolve(
        "subject.contradiction.code",
        "hold",
        "各代码指向不同主体",
        "The codes point to different bodies",
        _LOOK_ZH,
        _LOOK_EN,
    ),
    _resolve(
        "subject.contradiction.registered_after",
        "hold",
        "主体在决定日之后才登记",
        "Registered after the decision",
        _LOOK_ZH,
        _LOOK_EN,
    ),
    _resolve(
        "subject.contradiction.deregistered_before",
        "hold",
        "主体在决定日之前已注销",
        "Deregistered before the decision",
        _LOOK_ZH,
        _LOOK_EN,
    ),
    _resolve(
        "subject.contradiction.former_name",
        "hold",
        "该名称是此主体的曾用名，现为另一主体的名称",
        "The name is a former one of this body and the present one of another",
        _LOOK_ZH,
        _LOOK_EN,
    ),
    _resolve(
        "subject.contradiction.kind",
        "hold",
        "主体类别不符",
        "The kind of subject does not fit",
        _LOOK_ZH,
        _LOOK_EN,
    ),
    _resolve(
        "subject.contradiction.judged",
        "hold",
        "已有认定：不是同一主体",
        "Judged before: not the same body",
        _LOOK_ZH,
        _LOOK_EN,
    ),
    _resolve(
        "subject.judged",
        "note",
        "按专人的认定归集",
        "Attached by an officer's judgement",
        "无须处理",
        "Nothing to do",
    ),
    _resolve(
        "subject.contradiction.elsewhere",
        "hold",
        "已认定为一主体，代码和名称现属另一主体",
        "Judged to be one body, and the code and name are now another's",
        _LOOK_ZH,
        _LOOK_EN,
    ),
)

ADMISSION: Final[tuple[Check, ...]] = (
    _admit(
        "record.duplicate",
        "note",
        "与已有记录完全相同，未重复收录",
        "Equal to a record held; not taken twice",
        "无须处理",
        "Nothing to do",
        HOUSE,
    ),
    _admit(
        "record.correction_proposed",
        "hold",
        "同一决定已有记录而内容不同，作为更正建议",
        "The same decision is held with other content; a correction is proposed",
        "由专人核对后采纳或退回",
        "An officer accepts or returns it",
        "promise 4: nothing overwritten",
    ),
    _admit(
        "record.repeated_in_file",
        "hold",
        "与本文件前面的一行是同一决定而内容不同",
        "The same decision as an earlier row of the file, other content",
        "请只保留正确的一行",
        "Keep the right one",
        HOUSE,
    ),
    _admit(
        "record.merged",
        "hold",
        "该记录已作为重复并入另一条，内容又有不同",
        "This record gave way to another as a duplicate, and its content is another now",
        "请核对是否确为重复",
        "Look whether it is a duplicate indeed",
        HOUSE,
    ),
    _admit(
        "record.detached",
        "hold",
        "该记录的归属正在重新核定",
        "Whose this record is, is being looked at again",
        _LOOK_ZH,
        _LOOK_EN,
        "promise 2: right subject",
    ),
    _admit(
        "record.contested",
        "hold",
        "同一内容已认定不属于所报主体，换了文号也不再收录到其名下",
        "The same content was found not to be about the body it names; another number does not bring it back",
        "当事人写错的，请按正确的代码重新报送；确属该主体的，由本单位复核人出具证明（重新收录），另一人批准后收录并通知主体",
        "If the party is wrong, report it under the right code; if it is right, a reviewer of your agency certifies it (re-insertion), and once a second person agrees it is taken in and the body is told",
        "promise 2: right subject",
    ),
    _admit(
        "record.tombstoned",
        "hold",
        "该决定已撤回、修复或保存期满删除，不再收录",
        "This decision was withdrawn, repaired or erased at the end of its retention, and stays out",
        "如有新的决定请以新文号报送；证明不能使撤回、修复的决定重新收录",
        "A new decision comes with its own number; no certificate brings back what was withdrawn or repaired",
        "promise 7: what left does not return",
    ),
    _admit(
        "gate.rejected_share",
        "hold",
        "本批 {share} 的行不合格，超过 {limit}",
        "{share} of the batch rejected; limit {limit}",
        "请改正后重新报送",
        "Correct the file and send it again",
        _GATE,
    ),
    _admit(
        "gate.unknown_share",
        "hold",
        "本批 {share} 的行找不到主体，超过 {limit}",
        "{share} of the batch without a known subject; limit {limit}",
        "请核对代码列",
        "Check the column of codes",
        _GATE,
    ),
    _admit(
        "gate.shrunk",
        "hold",
        "本批 {rows} 行，远少于以往的 {usual} 行",
        "{rows} rows, far fewer than the usual {usual}",
        "请确认没有遗漏",
        "Check that nothing is missing",
        _GATE,
    ),
    _admit(
        "gate.adverse_on_one",
        "hold",
        "同一主体在本批有 {count} 条不利信息",
        "{count} adverse facts on one subject",
        "由专人核对",
        "An officer looks first",
        _GATE,
    ),
)
