"""Addresses of the desk. Chinese under /desk/, English under /en/desk/. Each task keeps its own list."""

from django.urls import URLPattern, path

from gongxin.desk.views import access, draft, home

HOME: list[URLPattern] = [
    path("", home.home, name="home"),
    path("policy", home.policy, name="policy"),
]
ACCESS: list[URLPattern] = [
    path("sign-in", access.sign_in, name="sign_in"),
    path("sign-out", access.sign_out, name="sign_out"),
]

DRAFT: list[URLPattern] = [
    path("draft/<uuid:batch>", draft.draft, name="draft"),
    path("draft/<uuid:batch>/fix", draft.fix, name="draft_fix"),
    path("draft/<uuid:batch>/undo", draft.unfix, name="draft_undo"),
    path("draft/<uuid:batch>/submit", draft.submit, name="draft_submit"),
    path("draft/<uuid:batch>/discard", draft.discard, name="draft_discard"),
    path("preview/<uuid:batch>", draft.preview, name="preview"),
    path("workbook/<uuid:batch>", draft.workbook, name="workbook"),
    path("profiles", draft.profile_list, name="profiles"),
    path("profiles/<slug:item>", draft.profile, name="profile"),
]

PAGES: list[URLPattern] = [*HOME, *ACCESS, *DRAFT]
