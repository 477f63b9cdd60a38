"""Addresses of the desk. Chinese under /desk/, English under /en/desk/. Each task keeps its own list."""

from django.urls import URLPattern, path

from gongxin.desk.views import (
    access,
    accounts,
    admissions,
    draft,
    duplicates,
    duties,
    home,
    invitations,
    matching,
    me,
    questions,
    reviews,
    sheets,
    statistics,
)

HOME: list[URLPattern] = [
    path("", home.home, name="home"),
    path("policy", home.policy, name="policy"),
]
ACCESS: list[URLPattern] = [
    path("sign-in", access.sign_in, name="sign_in"),
    path("sign-in/code", access.sign_in_code, name="sign_in_code"),
    path("sign-in/as", access.sign_in_as, name="sign_in_as"),
    path("sign-out", access.sign_out, name="sign_out"),
    path("invitation", invitations.invitation_factor, name="invitation_factor"),
    path("invitation/<str:link>", invitations.invitation, name="invitation"),
    path("me", me.me, name="me"),
    path("me/password", me.change_password, name="change_password"),
    path("me/sign-ins/end", me.end_sign_ins, name="end_sign_ins"),
    path("accounts", accounts.accounts, name="accounts"),
    path("accounts/new", accounts.account_new, name="account_new"),
    path("accounts/of/<str:name>", accounts.account, name="account"),
    *(
        path(f"accounts/of/<str:name>/{word}", view, name=f"account_{word.replace('-', '_')}")
        for word, view in (
            ("invite-again", accounts.account_invite_again),
            ("lend", accounts.account_lend),
            ("take-back", accounts.account_take_back),
            ("close", accounts.account_close),
            ("link", accounts.account_link),
            ("code", accounts.account_code),
        )
    ),
    path("accounts/of/<str:name>/trainings", accounts.training_record, name="training_record"),
    path(
        "accounts/of/<str:name>/trainings/<int:training>/strike",
        accounts.training_strike,
        name="training_strike",
    ),
    path("reviews", reviews.review_list, name="reviews"),
    path("reviews/<str:quarter>/office", reviews.review_office, name="review_office"),
    path("reviews/<str:quarter>/security", reviews.review_security, name="review_security"),
    path("reviews/<str:quarter>/of/<slug:agency>", reviews.review_clerks, name="review_clerks"),
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

PAGES: list[URLPattern] = [*HOME, *ACCESS, *MATCHING, *DUTIES, *DRAFT]
