"""Registers the room of security with Django. No code runs here."""

from django.apps import AppConfig


class SecurityConfig(AppConfig):
    name = "gongxin.security"
    label = "security"
    default_auto_field = "django.db.models.BigAutoField"
