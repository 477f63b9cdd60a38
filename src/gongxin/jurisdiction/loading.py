"""Reads the folders of `jurisdictions/` for one place and hands their text to the pure loader. The only part that touches files."""

import hashlib
from functools import lru_cache
from pathlib import Path

from gongxin.jurisdiction import parts
from gongxin.jurisdiction.assembly import assemble
from gongxin.jurisdiction.layers import LayerText
from gongxin.jurisdiction.reading import parse
from gongxin.jurisdiction.refusals import LawRefused
from gongxin.jurisdiction.values import Jurisdiction

_READ = (".toml", ".csv")
_LAYERS_MAX = 8  # a chain longer than this is a circle


def load(root: Path, key: str, *, accept_unverified: bool) -> Jurisdiction:
    """The law of `key` with everything above it. `accept_unverified` is false in production."""
    return _assembled(read_layers(root, key), accept_unverified=accept_unverified)


# The same text is the same law: a process that starts, loads and proposes reads the files each time and parses them once.
@lru_cache(maxsize=4)
def _assembled(texts: tuple[LayerText, ...], *, accept_unverified: bool) -> Jurisdiction:
    return assemble(texts, accept_unverified=accept_unverified)


def read_layers(root: Path, key: str) -> tuple[LayerText, ...]:
    """The folders from the highest layer down to `key`, as text."""
    chain: list[LayerText] = []
    wanted: str | None = key
    while wanted is not None:
        if len(chain) == _LAYERS_MAX:
            raise LawRefused(f"{key}/layer.toml", "上层循环", "the layers above form a circle")
        text = read_layer(root, wanted)
        chain.append(text)
        wanted = parts.layer(
            parse(dict(text.files)["layer.toml"], f"{wanted}/layer.toml"), ""
        ).above
    return tuple(reversed(chain))


def read_layer(root: Path, key: str) -> LayerText:
    folder = root / key
    if not key.isidentifier() or not (folder / "layer.toml").is_file():
        raise LawRefused(key, "没有这个辖区", "there is no such jurisdiction")
    files = []
    seal = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            continue
        name = path.relative_to(folder).as_posix()
        if path.suffix not in _READ:
            raise LawRefused(f"{key}/{name}", "只认 .toml 与 .csv", "only .toml and .csv are read")
        content = path.read_bytes()
        seal.update(f"{len(name)}:{name};{len(content)}:".encode() + content)
        try:
            files.append((name, content.decode("utf-8")))
        except UnicodeDecodeError as error:
            raise LawRefused(f"{key}/{name}", "不是 UTF-8", "not UTF-8") from error
    return LayerText(key, tuple(files), seal.hexdigest())
