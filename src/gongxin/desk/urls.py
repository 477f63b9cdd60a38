"""Addresses of the desk. Chinese under /desk/, English under /en/desk/. Each task keeps its own list."""

from django.urls import URLPattern, path

from gongxin.desk.views import (
    access,
    activity,
    alarms,
    authorities,
    finding,
    home,
    incidents,
    law,
    looks,
    security,
)

HOME: list[URLPattern] = [
    path("", home.home, name="home"),
    path("policy", home.policy, name="policy"),
]
ACCESS: list[URLPattern] = [
    path("sign-in", access.sign_in, name="sign_in"),
    path("sign-out", access.sign_out, name="sign_out"),
]
OVERSIGHT: list[URLPattern] = [
    path("search", finding.search, name="search"),
    path("organisations/<uuid:public_id>", finding.organisation, name="organisation"),
    path("records/<uuid:record>/activity", activity.activity, name="activity"),
    path("records/<uuid:record>/versions", activity.versions, name="versions"),
    path("looks", looks.everybodys, name="looks"),
    path("looks/mine", looks.mine, name="my_looks"),
    path("looks/figures", looks.figures, name="look_figures"),
    path("looks/export.csv", looks.export, name="looks_export"),
    path("alarms", alarms.alarms, name="alarms"),
    path("alarms/<uuid:read>", alarms.alarm, name="alarm"),
    path("canaries", alarms.canaries, name="canaries"),
    path("canaries/<uuid:canary>/end", alarms.end, name="canary_end"),
    path("incidents", incidents.incidents, name="incidents"),
    path("incidents/new", incidents.new, name="incident_new"),
    path("incidents/<uuid:incident>", incidents.incident, name="incident"),
    path("incidents/<uuid:incident>/close", incidents.close, name="incident_close"),
    path("security", security.status, name="security"),
    path("law", law.catalogue, name="law"),
    path("law/editions", law.editions, name="editions"),
    path("law/proposals", law.proposals, name="proposals"),
    path("law/proposals/new", law.propose, name="propose"),
    path("law/proposals/<uuid:proposal>", law.proposal, name="proposal"),
    path("law/proposals/<uuid:proposal>/comment", law.comment, name="proposal_comment"),
    path("law/proposals/<uuid:proposal>/decide", law.decide, name="proposal_decide"),
    path("authorities", authorities.authorities, name="authorities"),
    path("authorities/<slug:key>", authorities.authority, name="authority"),
    path("divisions", authorities.divisions, name="divisions"),
    path("calendar", authorities.calendar, name="calendar"),
]

PAGES: list[URLPattern] = [*HOME, *ACCESS, *OVERSIGHT]
