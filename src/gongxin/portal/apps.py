"""Registers the public pages with Django. No code runs here."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gongxin.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
