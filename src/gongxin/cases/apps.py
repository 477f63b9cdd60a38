"""Registers the room of cases with Django. No code runs here."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongxin.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
