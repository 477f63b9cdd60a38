"""What a browser calls itself, in two words that a person recognises. It is never relied on."""

from typing import Final

from django.http import HttpRequest

# In this order: every browser names its forebears.
_BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("MicroMessenger", "WeChat"), ("QQBrowser", "QQ"), ("Firefox", "Firefox"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def device_of(request: HttpRequest) -> str:
    told = request.headers.get("User-Agent", "")
    words = [
        next((name for sign, name in signs if sign in told), "") for signs in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(word for word in words if word) or "—"
