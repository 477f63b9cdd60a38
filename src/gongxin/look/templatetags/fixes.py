"""What a fix does, in the language of the reader."""

from django import template
from django.utils.translation import get_language

from gongxin.intake.fixes.fix import Fix, says
from gongxin.jurisdiction.values import Item

register = template.Library()


@register.filter
def does(fix: Fix, item: Item) -> str:
    """The sentence of a fix of this item."""
    return says(fix, item, "en" if get_language() == "en" else "zh")
