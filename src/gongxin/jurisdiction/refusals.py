"""Why law as data was not accepted: always with the place in the file. Never repairs anything."""

from datetime import date

from gongxin.refusal import Refusal


class LawRefused(Refusal):
    """A file of the law is not as it must be; the place is named."""

    code = "jurisdiction.refused"

    def __init__(self, place: str, zh: str, en: str) -> None:
        super().__init__(
            f"{place}：{zh}",
            f"{place}: {en}",
            remedy_zh="请改正该处后重新装载；已装载的版本不受影响。",
            remedy_en="Correct that place and load again; what is loaded already is not touched.",
            details={"place": place},
        )
        self.place = place


class ItemUnknown(Refusal):
    """No version of the item is in force on that day: nothing of it may be stored."""

    code = "catalogue.item_unknown"

    def __init__(self, item: str, day: date) -> None:
        super().__init__(
            f"目录中没有在 {day:%Y-%m-%d} 有效的事项“{item}”，依法不得归集。",
            f'no catalogue item "{item}" is in force on {day:%Y-%m-%d}; nothing of it may be stored.',
            remedy_zh="请用 gongxin catalogue show 查看现行目录。",
            remedy_en="See the catalogue in force: gongxin catalogue show.",
            details={"item": item, "day": day.isoformat()},
        )


class ItemVersionUnknown(Refusal):
    """No such version of the item was ever loaded."""

    code = "catalogue.item_version_unknown"

    def __init__(self, item: str, version: int) -> None:
        super().__init__(
            f"目录中没有事项“{item}”的第 {version} 版。",
            f'the catalogue has no version {version} of item "{item}".',
            details={"item": item, "version": version},
        )
