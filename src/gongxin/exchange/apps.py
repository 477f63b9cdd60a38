"""Registers the room of exchange with Django. No code runs here."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "gongxin.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
