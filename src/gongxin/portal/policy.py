"""Headers of the public pages, as data. What a browser may load is the settings' Content-Security-Policy."""

from collections.abc import Mapping
from types import MappingProxyType

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "browsing-topics=(), camera=(), display-capture=(), fullscreen=(), "
        "geolocation=(), microphone=(), payment=(), usb=()",
    }
)

# What a response carries unless its view says otherwise: a page that forgets to speak is kept by nobody.
PRIVATE: Mapping[str, str] = MappingProxyType(
    {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow, noarchive"}
)

PROGRAMS = "/api/"  # answers for programs are their room's own, errors included
