"""Registers the room of organisations' own accounts with Django. No code runs here."""

from django.apps import AppConfig


class OwnersConfig(AppConfig):
    name = "gongxin.owners"
    label = "owners"
    default_auto_field = "django.db.models.BigAutoField"
