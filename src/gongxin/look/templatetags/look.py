"""Small words of the templates: the right half of a bilingual pair, numbers, codes in groups, marks. No reads."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from gongxin.intake.causes import Cause
from gongxin.jurisdiction import Item
from gongxin.look import charts
from gongxin.look.words import WORDS

register = template.Library()


@register.filter
def says(value: Any, prefix: str = "") -> str:
    """The half of a pair in the reader's language: `zh`/`en`, or `<prefix>_zh`/`<prefix>_en`."""
    language = "en" if get_language() == "en" else "zh"
    name = f"{prefix}_{language}" if prefix else language
    return str(getattr(value, name) or getattr(value, f"{prefix}_zh" if prefix else "zh"))


@register.filter
def word(value: object, of: str) -> str:
    """A value of a closed list as a word; a value the list does not know is printed as it is."""
    return str(WORDS[of].get(str(value), value))


@register.filter
def language_of(text: str) -> str:
    """The language of a text that comes in one language only, for the `lang` of its element."""
    return "zh-Hans" if re.search(r"[\u4e00-\u9fff]", text) else "en"


@register.filter
def tag(mark: str) -> SafeString:
    """How sure the law's value is, as a small label. A verified value needs none."""
    if mark == "verified":
        return SafeString()
    return format_html('<span class="tag tag-{}">{}</span>', mark, word(mark, "mark"))


@register.filter
def day(value: date | None) -> SafeString:
    """A civil day, readable in both languages and by programs."""
    if value is None:
        return SafeString()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), spoken(value))


def spoken(value: date) -> str:
    """The day in the reader's language, as plain text."""
    if get_language() == "en":
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@register.filter
def groups(code: str) -> SafeString:
    """A code in groups that a person can compare; copied text stays without spaces."""
    sizes = (2, 6, 9, 1) if len(code) == 18 else (len(code),)
    parts, at = [], 0
    for size in sizes:
        parts.append(format_html("<span>{}</span>", code[at : at + size]))
        at += size
    return format_html('<span class="code">{}</span>', mark_safe("".join(parts)))  # noqa: S308


@register.filter
def weekday(value: date) -> str:
    return word(value.isoweekday() % 7, "weekday")


@register.filter
def kind_name(value: object) -> str:
    """The name of a value's class, for a word of a closed list."""
    return type(value).__name__


@register.filter
def eve(value: date) -> date:
    """The last day of a half-open period that ends on `value`."""
    return value - timedelta(days=1)


@register.filter
def instant(value: datetime) -> SafeString:
    """An instant on the clock of the city, to the minute."""
    local = timezone.localtime(value)
    return format_html(
        '{} <span class="muted">{}</span>', day(local.date()), local.strftime("%H:%M %z")
    )


@register.filter
def message(cause: Cause) -> str:
    """The sentence of a cause in the reader's language."""
    return cause.message("en" if get_language() == "en" else "zh")


@register.filter
def remedy(cause: Cause) -> str:
    return cause.remedy("en" if get_language() == "en" else "zh")


@register.filter
def column(cause: Cause, item: Item) -> str:
    """The column of a cause as the form names it; a header of the file's own stays as it is."""
    names = {field.code: field for field in item.fields}
    field = names.get(cause.column)
    return f"{says(field)} {field.code}" if field else cause.column


@register.filter
def beyond(cause: Cause) -> int:
    """How many rows a cause touches besides the ones named."""
    return max(cause.rows - len(cause.examples), 0)


@register.filter
def blanks(text: str) -> str:
    """A sentence of the table of checks: what differs from case to case is shown as a gap."""
    return re.sub(r"\{\w+\}", "…", text)


@register.filter
def amount(value: int) -> str:
    """A count with separators."""
    return f"{value:,}"


@register.filter
def percent(share: float) -> str:
    """A share of one, to a tenth of a percent."""
    return f"{share:.1%}"


@register.filter
def at(table: Mapping[str, Any], key: str) -> Any:
    """The entry of a table that the view gives, by key."""
    return table[key]


@register.simple_tag
def meter(value: int, largest: int) -> SafeString:
    return mark_safe(charts.meter(value, largest))  # noqa: S308  built from numbers alone
