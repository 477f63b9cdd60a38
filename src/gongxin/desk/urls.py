"""Addresses of the desk. Chinese under /desk/, English under /en/desk/. Each task keeps its own list."""

from django.urls import URLPattern, path

from gongxin.desk.views import access, batches, forms, home, motions, records, uploads

HOME: list[URLPattern] = [
    path("", home.home, name="home"),
    path("policy", home.policy, name="policy"),
]
ACCESS: list[URLPattern] = [
    path("sign-in", access.sign_in, name="sign_in"),
    path("sign-out", access.sign_out, name="sign_out"),
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

PAGES: list[URLPattern] = [*HOME, *ACCESS, *REPORTING, *MOTIONS]
