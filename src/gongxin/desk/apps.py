"""Registers the staff pages with Django. No code runs here."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "gongxin.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
