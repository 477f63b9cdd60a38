"""The whole vocabulary of the log: what is entered, and which values an entry carries. Pure.

The log is kept for ever and shown to anyone, so a body holds references, counts, codes and digests:
never a name, an official number, a document number, nor a text somebody wrote. The form of each
value (`forms.py`) is checked when it is entered.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from gongxin.journal.forms import has_form
from gongxin.journal.leaves import Body
from gongxin.journal.vocabulary import VOCABULARY, Kind


class Undeclared(AssertionError):
    """An action tried to enter what the vocabulary does not know: a mistake in the program."""


KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in VOCABULARY})


def ensure_declared(kind: str, body: Body, root: bytes | None) -> None:
    """Raises `Undeclared` unless the vocabulary knows this kind with these keys, forms and root."""
    declared = KINDS.get(kind)
    if declared is None:
        raise Undeclared(f"kind {kind!r} is not in the vocabulary")
    known = {key.name: key for key in declared.keys}
    _nothing_is(f"keys of {kind} not declared", body.keys() - known.keys())
    missing = (key.name for key in declared.keys if key.required and body.get(key.name) is None)
    _nothing_is(f"keys of {kind} missing", missing)
    misshapen = (
        f"{name} ({known[name].form.value})"
        for name, value in body.items()
        if value is not None and not has_form(known[name].form, value)
    )
    _nothing_is(f"values of {kind} not in their form", misshapen)
    if (root is not None) != declared.root:
        raise Undeclared(f"{kind} carries {'a' if declared.root else 'no'} root")
    if root is not None and len(root) != 32:
        raise Undeclared(f"the root of {kind} is not a SHA-256")


def _nothing_is(fault: str, names: Iterable[str]) -> None:
    found = sorted(names)
    if found:
        raise Undeclared(f"{fault}: {', '.join(found)}")
