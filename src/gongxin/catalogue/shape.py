"""What a version of an item fixes for ever: the fields a payload has, their order and kind. Pure; titles and rules are not part of it."""

from gongxin.jurisdiction import Item, digest_of

_TEXTUAL = frozenset({"text", "code", "codes"})  # stored as text alike; a list may be read later


def shape_of(item: Item) -> str:
    """SHA-256 over what the stored payload of this version depends on."""
    fields = [
        (
            field.code,
            "text" if field.type in _TEXTUAL else field.type,
            field.unit,
            field.role,
            field.audience,
        )
        for field in item.fields
    ]
    return digest_of((item.code, item.version, item.polarity, fields, item.natural_key))
