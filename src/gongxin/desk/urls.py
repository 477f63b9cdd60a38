"""Addresses of the desk. Chinese under /desk/, English under /en/desk/. Each task keeps its own list."""

from django.urls import URLPattern, path

from gongxin.desk.views import access, home

HOME: list[URLPattern] = [
    path("", home.home, name="home"),
    path("policy", home.policy, name="policy"),
]
ACCESS: list[URLPattern] = [
    path("sign-in", access.sign_in, name="sign_in"),
    path("sign-out", access.sign_out, name="sign_out"),
]

PAGES: list[URLPattern] = [*HOME, *ACCESS]
