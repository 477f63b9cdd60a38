"""Registers what all pages share with Django. No code runs here."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "gongxin.look"
    label = "look"
    default_auto_field = "django.db.models.BigAutoField"
