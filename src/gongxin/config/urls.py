"""Every address of the site, by door. It maps, it never decides."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
