"""Registers the duties of agencies with Django. No code runs here."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "gongxin.promises"
    label = "promises"
    default_auto_field = "django.db.models.BigAutoField"
