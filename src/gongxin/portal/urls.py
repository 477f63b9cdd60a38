"""Addresses of the public pages. Chinese stands at the root, English under /en/; files for programs have no language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from gongxin.portal.views import (
    about,
    attempt,
    catalogue,
    clocks,
    coverage,
    doors,
    downloads,
    home,
    journal,
    organisation,
    plain,
    proposals,
    punctuality,
    recalls,
    record,
    search,
)

PAGES: list[URLPattern] = [
    path("", home.home, name="home"),
    path("search", search.search, name="search"),
    path("o/<uuid:public_id>", organisation.organisation, name="organisation"),
    path("r/<uuid:record>", record.record, name="record"),
    path("catalogue", catalogue.items, name="catalogue"),
    path("catalogue/<slug:code>", catalogue.item, name="item"),
    path("catalogue/<slug:code>/template.csv", downloads.template_csv, name="template"),
    path("catalogue/<slug:code>/template.xlsx", downloads.template_xlsx, name="workbook"),
    path("catalogue/<slug:code>/example.csv", downloads.example_csv, name="example"),
    path("catalogue/<slug:code>/schema.json", downloads.schema, name="schema"),
    path("catalogue.schema.json", downloads.schemas, name="schemas"),
    path("catalogue-<slug:name>.csv", downloads.table, name="table"),
    path("catalogue-editions", catalogue.editions, name="editions"),
    path("catalogue-proposals", proposals.proposals, name="proposals"),
    path("catalogue-proposals/<uuid:proposal>", proposals.proposal, name="proposal"),
    path("clocks", clocks.clocks, name="clocks"),
    path("coverage", coverage.coverage, name="coverage"),
    path("punctuality", punctuality.punctuality, name="punctuality"),
    path("punctuality.csv", punctuality.punctuality_csv, name="punctuality_csv"),
    path("missing-numbers", punctuality.missing_numbers, name="missing_numbers"),
    path("recalls", recalls.recalls, name="recalls"),
    path("refuse", catalogue.refuse, name="refuse"),
    path("checks", catalogue.checks, name="checks"),
    path("try", attempt.attempt, name="try"),
    path("journal", journal.journal, name="journal"),
    path("about", about.about, name="about"),
    path("programs", about.programs, name="programs"),
    path("doors/<slug:door>", doors.door, name="door"),
    path("doors/<slug:door>/<int:number>", doors.step, name="step"),
]

# The root URLconf adds this list as it is: i18n_patterns may not be included one level down.
urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", plain.robots, name="robots"),
    path(".well-known/security.txt", plain.security, name="security"),
    path(".well-known/gongxin-recall-keys", plain.recall_keys, name="recall_keys"),
    *i18n_patterns(path("", include((PAGES, "portal"))), prefix_default_language=False),
]
