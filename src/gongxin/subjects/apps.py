"""The room of subjects as Django knows it."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "gongxin.subjects"
    label = "subjects"
    default_auto_field = "django.db.models.BigAutoField"
