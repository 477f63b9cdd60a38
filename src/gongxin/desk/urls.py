"""Addresses of the desk. Chinese under /desk/, English under /en/desk/. Each task keeps its own list."""

from django.urls import URLPattern, path

from gongxin.desk.views import access, home, keys, sources

HOME: list[URLPattern] = [
    path("", home.home, name="home"),
    path("policy", home.policy, name="policy"),
]
ACCESS: list[URLPattern] = [
    path("sign-in", access.sign_in, name="sign_in"),
    path("sign-out", access.sign_out, name="sign_out"),
]
MACHINES: list[URLPattern] = [
    path("keys", keys.keys, name="keys"),
    path("keys/new", keys.key_new, name="key_new"),
    path("keys/<uuid:key>", keys.key, name="key"),
    path("keys/<uuid:key>/collect", keys.key_collect, name="key_collect"),
    path("keys/<uuid:key>/revoke", keys.key_revoke, name="key_revoke"),
    path("sources", sources.sources, name="sources"),
    path("sources/new", sources.source_new, name="source_new"),
    path("sources/<uuid:source>", sources.source, name="source"),
    path("sources/<uuid:source>/pause", sources.source_pause, name="source_pause"),
    path("sources/<uuid:source>/resume", sources.source_resume, name="source_resume"),
    path("sources/<uuid:source>/close", sources.source_close, name="source_close"),
]

PAGES: list[URLPattern] = [*HOME, *ACCESS, *MACHINES]
