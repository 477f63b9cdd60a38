"""Addresses of the desk. Chinese under /desk/, English under /en/desk/. Each task keeps its own list."""

from django.urls import URLPattern, path

from gongxin.desk.views import (
    access,
    accounts,
    admissions,
    batches,
    draft,
    duplicates,
    duties,
    forms,
    home,
    invitations,
    keys,
    matching,
    me,
    motions,
    questions,
    records,
    reviews,
    sheets,
    sources,
    statistics,
    uploads,
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
REPORTING: list[URLPattern] = [
    path("upload", uploads.page_of_upload, name="upload"),
    path("uploads", uploads.begin, name="uploads"),
    path("uploads/<uuid:upload>", uploads.part, name="upload_part"),
    path("uploads/<uuid:upload>/read", uploads.read, name="upload_read"),
    path("forms", forms.forms, name="forms"),
    path("form", forms.form, name="form"),
    path("batches", batches.listed, name="batches"),
    path("batches/<uuid:batch>", batches.batch, name="batch"),
    path("batches/<uuid:batch>/rows", batches.rows, name="batch_rows"),
    path("batches/<uuid:batch>/receipt", batches.receipt, name="batch_receipt"),
    path("batches/<uuid:batch>/release", batches.release, name="batch_release"),
    path("batches/<uuid:batch>/open", batches.open_gate, name="batch_open"),
    path("batches/<uuid:batch>/undo", batches.undo, name="batch_undo"),
    path("batches/<uuid:batch>/propose-undo", batches.propose_undo, name="batch_propose_undo"),
    path("batches/<uuid:batch>/corrections", batches.corrections, name="batch_corrections"),
    path("records/<uuid:record>", records.record, name="record"),
    path("records/<uuid:record>/correct", records.correct, name="record_correct"),
    path("records/<uuid:record>/withdraw", records.withdraw, name="record_withdraw"),
]
MOTIONS: list[URLPattern] = [
    path("motions", motions.listed, name="motions"),
    path("motions/<uuid:motion>", motions.motion, name="motion"),
    path("motions/<uuid:motion>/right", motions.motion_right, name="motion_right"),
    path("motions/<uuid:motion>/record", motions.decide_record, name="motion_decide_record"),
    path("motions/<uuid:motion>/batch", motions.decide_batch, name="motion_decide_batch"),
    path("motions/<uuid:motion>/merge", motions.decide_merge, name="motion_decide_merge"),
    path("motions/<uuid:motion>/access", motions.decide_access, name="motion_decide_access"),
    path("motions/<uuid:motion>/machine", motions.decide_machine, name="motion_decide_machine"),
    path("motions/<uuid:motion>/take-back", motions.take_back, name="motion_take_back"),
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

PAGES: list[URLPattern] = [
    *HOME,
    *ACCESS,
    *MATCHING,
    *DUTIES,
    *DRAFT,
    *REPORTING,
    *MOTIONS,
    *MACHINES,
]
