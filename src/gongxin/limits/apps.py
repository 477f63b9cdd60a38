"""Registers the counters of requests with Django. No code runs here."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "gongxin.limits"
    label = "limits"
    default_auto_field = "django.db.models.BigAutoField"
