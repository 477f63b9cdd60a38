"""Addresses of pages that another task owns: where it is not there, there is no link."""

from django.urls import NoReverseMatch, reverse


def address_of(name: str, **address: object) -> str | None:
    """The address of the page of this name, or None."""
    try:
        return reverse(name, kwargs=address)
    except NoReverseMatch:
        return None
