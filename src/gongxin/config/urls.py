"""Every address of the site, by door. It maps, it never decides."""

from django.urls import URLPattern, URLResolver, include, path

from gongxin.portal.urls import urlpatterns as pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("gongxin.api.v1.urls")),
    *pages,
]

handler400 = "gongxin.portal.views.errors.bad_request"
handler403 = "gongxin.portal.views.errors.denied"
handler404 = "gongxin.portal.views.errors.not_found"
handler500 = "gongxin.portal.views.errors.failed"
