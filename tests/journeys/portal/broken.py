"""A site with one page that fails, for the page that says so."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from gongxin.config.urls import handler500
from gongxin.config.urls import urlpatterns as pages

__all__ = ["handler500", "urlpatterns"]


def _fails(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [path("broken", _fails), *pages]
