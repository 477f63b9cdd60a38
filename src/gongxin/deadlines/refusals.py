"""The clock's expected "no": a deadline that is not known, an event that the rule does not foresee. Decides nothing itself."""

from datetime import date

from gongxin.refusal import Refusal


class DeadlineUnknown(Refusal):
    """No version of that deadline is in force on the day: there is no clock, and no number is guessed."""

    code = "clock.deadline_unknown"

    def __init__(self, key: str, day: date) -> None:
        super().__init__(
            f"{day:%Y-%m-%d} 没有名为“{key}”的时限规则",
            f'no deadline "{key}" is in force on {day:%Y-%m-%d}',
            remedy_zh="请用 gongxin clock list 查看现有时限；未核实的数值在正式运行时不装载。",
            remedy_en="See gongxin clock list; values that are not verified are left out in production.",
            details={"deadline": key, "day": day.isoformat()},
        )


class DeadlineAbsent(Refusal):
    """The value is known to be missing: no text that gives it was read."""

    code = "clock.deadline_absent"

    def __init__(self, key: str, zh: str, en: str) -> None:
        super().__init__(
            f"“{zh}”没有读到任何依据，平台不使用任何数值",
            f"no text that gives a number was read for: {en}; the platform uses none",
            remedy_zh="读到原文后，在 jurisdictions/ 的 deadlines.toml 中写明数值和出处。",
            remedy_en="Once the text is read, write the value with its source into deadlines.toml.",
            details={"deadline": key},
        )


class EventRefused(Refusal):
    """An event that the clock cannot have had: nothing is stored, the due day stays as it was."""

    code = "clock.event_refused"

    def __init__(self, day: date | None, zh: str, en: str) -> None:
        at = f"{day:%Y-%m-%d}" if day else ""
        super().__init__(
            f"{at} {zh}".strip(),
            f"{at} {en}".strip(),
            details={"day": day.isoformat() if day else None},
        )


class StartRefused(EventRefused):
    code = "clock.start_refused"


class PauseRefused(EventRefused):
    code = "clock.pause_refused"


class ExtensionRefused(EventRefused):
    code = "clock.extension_refused"


class AnswerRefused(EventRefused):
    code = "clock.answer_refused"


class CorrectionRefused(EventRefused):
    code = "clock.correction_refused"
