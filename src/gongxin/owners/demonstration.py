"""The account that a demonstration's organisation is entered by. Production has none of it. Pure."""

from typing import Final

LABEL: Final = "demo"
PASSWORD: Final = "a lantern over wet stone"  # noqa: S105  printed on the page that it opens
