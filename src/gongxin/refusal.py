"""What every expected "no" of the platform is: a code, a reason in two languages, a remedy. Never a bug, never a stack trace."""

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):
    """An expected "no". Subclasses stand beside the rule that raises them and set `code`.

    `zh` and `en` say the reason, `remedy_zh` and `remedy_en` what can be done; `details` are the parameters
    of the reason, safe to print (no value of a person, no secret).
    """

    code: ClassVar[str] = "refused"

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        remedy_zh: str = "",
        remedy_en: str = "",
        details: Mapping[str, str | int | None] | None = None,
    ) -> None:
        super().__init__(f"{self.code}: {en}")
        self.zh = zh
        self.en = en
        self.remedy_zh = remedy_zh
        self.remedy_en = remedy_en
        self.details: dict[str, str | int | None] = dict(details or {})

    def as_document(self) -> dict[str, object]:
        """The one shape in which a refusal leaves the platform: API body, `--json`, receipts."""
        return {
            "code": self.code,
            "zh": self.zh,
            "en": self.en,
            "remedy_zh": self.remedy_zh,
            "remedy_en": self.remedy_en,
            "details": self.details,
        }
