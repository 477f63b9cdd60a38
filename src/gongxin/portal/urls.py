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
    owner_access,
    owner_accounts,
    owner_file,
    owner_register,
    plain,
    proposals,
    punctuality,
    record,
    search,
)

# What an organisation does for itself: `register` to `sign-out` for whoever comes, all else for who is signed in.
MINE: list[URLPattern] = [
    path("mine/register", owner_register.register, name="owner_register"),
    path("mine/register/code", owner_register.register_code, name="owner_code"),
    path("mine/register/factor", owner_register.register_factor, name="owner_factor"),
    path("mine/sign-in", owner_access.sign_in, name="owner_sign_in"),
    path("mine/sign-in/code", owner_access.sign_in_code, name="owner_sign_in_code"),
    path("mine/sign-in/as", owner_access.sign_in_as, name="owner_sign_in_as"),
    path("mine/sign-out", owner_access.sign_out, name="owner_sign_out"),
    path("mine/", owner_file.mine, name="mine"),
    path("mine/records/<uuid:record>", owner_file.record, name="owner_record"),
    path("mine/looks", owner_file.looks, name="owner_looks"),
    path("mine/looks.csv", owner_file.looks_file, name="owner_looks_file"),
    path("mine/accounts", owner_accounts.accounts, name="owner_accounts"),
    path("mine/accounts/code", owner_accounts.pass_on, name="owner_pass_on"),
    path("mine/accounts/password", owner_accounts.change_password, name="owner_password"),
    path("mine/accounts/sign-ins", owner_accounts.end_sign_ins, name="owner_end_sign_ins"),
    path("mine/accounts/<uuid:account>/close", owner_accounts.close, name="owner_close"),
]
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
    path("refuse", catalogue.refuse, name="refuse"),
    path("checks", catalogue.checks, name="checks"),
    path("try", attempt.attempt, name="try"),
    path("journal", journal.journal, name="journal"),
    path("about", about.about, name="about"),
    path("programs", about.programs, name="programs"),
    *MINE,
    path("doors/<slug:door>", doors.door, name="door"),
    path("doors/<slug:door>/<int:number>", doors.step, name="step"),
]

# The root URLconf adds this list as it is: i18n_patterns may not be included one level down.
urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", plain.robots, name="robots"),
    path(".well-known/security.txt", plain.security, name="security"),
    *i18n_patterns(path("", include((PAGES, "portal"))), prefix_default_language=False),
]
