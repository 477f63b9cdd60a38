"""Addresses of the desk. Chinese under /desk/, English under /en/desk/. Each task keeps its own list."""

from django.urls import URLPattern, path

from gongxin.desk.views import access, duties, home, questions, sheets, statistics

HOME: list[URLPattern] = [
    path("", home.home, name="home"),
    path("policy", home.policy, name="policy"),
]
ACCESS: list[URLPattern] = [
    path("sign-in", access.sign_in, name="sign_in"),
    path("sign-out", access.sign_out, name="sign_out"),
]

DUTIES: list[URLPattern] = [
    path("duties", duties.duties, name="duties"),
    path("duties/<slug:agency>", duties.duties_of, name="duties_of"),
    path("duties/<slug:agency>/<slug:item>/<slug:month>", duties.late, name="late"),
    path("sheets", sheets.sheets, name="sheets"),
    path("sheets/<slug:month>.<slug:form>", sheets.sheets_file, name="sheets_file"),
    path("sheets/<slug:agency>/<slug:month>", sheets.sheet, name="sheet"),
    path("sheets/<slug:agency>/<slug:month>/sign", sheets.sheet_sign, name="sheet_sign"),
    path("questions", questions.questions, name="questions"),
    path("questions/<uuid:question>", questions.question, name="question"),
    path("questions/<uuid:question>/sign", questions.question_sign, name="question_sign"),
    path("statistics", statistics.statistics, name="statistics"),
    path("statistics/file", statistics.statistics_file, name="statistics_file"),
]

PAGES: list[URLPattern] = [*HOME, *ACCESS, *DUTIES]
