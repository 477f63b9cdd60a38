"""A picture is decoded and encoded anew: what the camera wrote beside it (place, device, comment) is gone. In the confined child alone."""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from gongxin.attachments.refusals import refused

PIXELS_MAX: Final = 40_000_000  # our own choice: an A3 page at 300 points an inch has 17 million
_SIDE_MAX: Final = 30_000
_QUALITY: Final = 90  # small print of a photographed paper stays readable
_MODES: Final = frozenset({"L", "RGB", "RGBA"})


def encoded_anew(content: bytes, *, form: str) -> bytes:
    """The picture as it is seen, without anything else."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # One decoder alone: what the first bytes promised is what it is.
            with Image.open(io.BytesIO(content), formats=[form]) as found:
                _ensure_small(found)
                turned = ImageOps.exif_transpose(found)
                return _written(_plain(turned, form), form)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as broken:
            raise refused("attachment.unreadable") from broken
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise refused("attachment.pixels") from bomb


def _ensure_small(found: Image.Image) -> None:
    """Before a pixel is decoded."""
    width, height = found.size
    if width * height > PIXELS_MAX or max(width, height) > _SIDE_MAX:
        raise refused("attachment.pixels")


def _plain(found: Image.Image, form: str) -> Image.Image:
    if found.mode in {"I", "I;16", "I;16B", "I;16L", "F"}:
        found = found.convert("F").point(lambda value: value / 256).convert("L")
    if found.mode not in _MODES or (form == "JPEG" and found.mode == "RGBA"):
        clear = found.mode in {"LA", "PA"} or "transparency" in found.info
        found = found.convert("RGBA" if clear and form == "PNG" else "RGB")
    found.load()
    bare = found.copy()
    bare.info = {}
    return bare


def _written(bare: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    if form == "JPEG":
        bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    else:
        bare.save(out, "PNG", compress_level=6)
    return out.getvalue()
