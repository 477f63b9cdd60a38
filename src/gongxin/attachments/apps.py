"""Registers the room of files with Django. No code runs here."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "gongxin.attachments"
    label = "attachments"
    default_auto_field = "django.db.models.BigAutoField"
