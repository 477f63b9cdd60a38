"""Registers the room of notices with Django. No code runs here."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gongxin.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
