"""Every address of the site, by door. It maps, it never decides."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from gongxin.desk.urls import PAGES as DESK
from gongxin.portal.urls import urlpatterns as pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("gongxin.api.v1.urls")),
    *i18n_patterns(path("desk/", include((DESK, "desk"))), prefix_default_language=False),
    *pages,
]

handler400 = "gongxin.portal.views.errors.bad_request"
handler403 = "gongxin.portal.views.errors.denied"
handler404 = "gongxin.portal.views.errors.not_found"
handler500 = "gongxin.portal.views.errors.failed"
