"""Addresses of the desk. Chinese under /desk/, English under /en/desk/. Each task keeps its own list."""

from django.urls import URLPattern, path

from gongxin.desk.views import access, admissions, duplicates, home, matching

HOME: list[URLPattern] = [
    path("", home.home, name="home"),
    path("policy", home.policy, name="policy"),
]
ACCESS: list[URLPattern] = [
    path("sign-in", access.sign_in, name="sign_in"),
    path("sign-out", access.sign_out, name="sign_out"),
]
MATCHING: list[URLPattern] = [
    path("parties", matching.parties, name="parties"),
    path("parties/<uuid:batch>/<int:row_no>", matching.party, name="party"),
    path("judgements", matching.judgements, name="judgements"),
    path("judgements/<int:review>", matching.judgement, name="judgement"),
    path("admissions", admissions.admissions, name="admissions"),
    path("admissions/<uuid:admission>", admissions.admission, name="admission"),
    path("duplicates", duplicates.duplicates, name="duplicates"),
    path("duplicates/<int:twin>", duplicates.duplicate, name="duplicate"),
]

PAGES: list[URLPattern] = [*HOME, *ACCESS, *MATCHING]
