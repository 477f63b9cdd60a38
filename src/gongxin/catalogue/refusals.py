"""The catalogue's expected "no": no law loaded, an item version changed after it was in use, a catalogue that the linter refuses."""

from collections.abc import Sequence
from datetime import date

from gongxin.catalogue.complaint import Complaint
from gongxin.refusal import Refusal


class LawNotLoaded(Refusal):
    """The database holds no edition of the law of this jurisdiction yet."""

    code = "catalogue.law_not_loaded"

    def __init__(self, jurisdiction: str) -> None:
        super().__init__(
            f"辖区“{jurisdiction}”的规则尚未装载。",
            f'the law of "{jurisdiction}" has not been loaded.',
            remedy_zh="请运行 gongxin up 或 gongxin catalogue load。",
            remedy_en="Run gongxin up or gongxin catalogue load.",
            details={"jurisdiction": jurisdiction},
        )


class VersionEdited(Refusal):
    """The files give a loaded version of an item other fields than it has."""

    code = "catalogue.version_edited"

    def __init__(self, item: str, version: int) -> None:
        super().__init__(
            f"事项 {item} 第 {version} 版的字段与已装载的不同；已装载的版本不得改写。",
            f"the fields of {item} version {version} differ from those loaded; a version is never edited.",
            remedy_zh="请增加版本号并写明新的生效日。",
            remedy_en="Give it a new version number and the day it begins.",
            details={"item": item, "version": version},
        )


class CatalogueRefused(Refusal):
    """The linter refuses the catalogue: something declined, or a part that is missing."""

    code = "catalogue.declined"

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        first = complaints[0]
        super().__init__(
            f"目录检查不通过（{len(complaints)}处），第一处：{first.place}：{first.zh}",
            f"the catalogue is refused ({len(complaints)} places), first {first.place}: {first.en}",
            remedy_zh="请运行 gongxin catalogue lint 查看全部。",
            remedy_en="See all of them: gongxin catalogue lint.",
            details={"complaints": len(complaints), "place": first.place},
        )
        self.complaints = tuple(complaints)


class EditionNotApproved(Refusal):
    """In production an edition is put in force by a proposal that a second person approved."""

    code = "catalogue.edition_not_approved"

    def __init__(self, digest: str) -> None:
        super().__init__(
            "目录文件与现行版不同，正式运行时须先提出并由另一人批准",
            "the folder differs from the law in force; in production it is proposed, and approved by a second person",
            remedy_zh="请运行 gongxin proposal make",
            remedy_en="run gongxin proposal make",
            details={"digest": digest[:12]},
        )


class ProcedureUnknown(Refusal):
    """The law in force has no period for this step: the platform refuses, it never guesses."""

    code = "catalogue.procedure_unknown"

    def __init__(self, key: str, day: date) -> None:
        super().__init__(
            f"{day} 没有“{key}”的期限规则",
            f'no rule gives the period of "{key}" on {day}',
            details={"procedure": key, "day": day.isoformat()},
        )
