"""A picture made fit to publish: a known format, not too large, nothing hidden in it, and in the
sizes that pages ask for. Pure.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 15 * 1024 * 1024
MOST_POINTS = 20_000_000
"""Of a file that has to be unfolded whole, up to four bytes a point."""
MOST_PHOTO_POINTS = 50_000_000
"""Of a JPEG, which is read at half size or less: about what a good camera takes."""
MOST_PROGRESSIVE_POINTS = 25_000_000
"""Of a JPEG that comes in passes: its reader holds all of it, at up to six bytes a point."""
LONGEST_SIDE = 1600
WIDTHS = (320, 640, 960, 1280)
"""In which a picture is kept beside itself, as WebP, as far as it is wider. A phone shows 390
points at two or three times the density, a column of ours about 600.
"""


class UnfitPicture(ValueError):
    """The file cannot be used; the text is the sentence for whoever uploaded it."""


@dataclass(frozen=True)
class Picture:
    """A finished file: `ending` is "jpg" or "png", of an icon of ours "svg". `renditions` are the
    same as WebP, by width.
    """

    content: bytes
    ending: str
    width: int
    height: int
    renditions: Mapping[int, bytes]


def prepared(content: bytes) -> Picture:
    """The picture upright, at most 1600 points long, drawn anew: nothing but its points is left,
    neither the place where it was taken nor anything behind its end. Raises Unfit.
    """
    if len(content) > LARGEST_FILE:
        raise UnfitPicture(
            _("This file is larger than 15 MB. Save the picture smaller and try again.")
        )
    try:
        # No other decoders: Pillow's for EPS runs a program.
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            most = _most(image)
            if image.width * image.height > most:
                words = _("This picture has more than %d million points. Save it smaller.")
                raise UnfitPicture(words % (most // 1_000_000))
            return _drawn(image)
    except UnfitPicture:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise UnfitPicture(
            _("This is no picture we can read. Use a JPEG, PNG or WebP file.")
        ) from error
    except (SyntaxError, MemoryError, OverflowError, EOFError) as error:  # Pillow on broken files
        raise UnfitPicture(_("This picture is damaged. Save it anew and try again.")) from error


def _most(image: Image.Image) -> int:
    """How many points are unfolded in at most 300 MB; the file says so before anything is."""
    if image.format != "JPEG":
        return MOST_POINTS
    return MOST_PROGRESSIVE_POINTS if "progressive" in image.info else MOST_PHOTO_POINTS


def _drawn(image: Image.Image) -> Picture:
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG, at the next size above
    clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    mode = "RGBA" if clear else "RGB"
    plain = image if image.mode == mode else image.convert(mode)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = ImageOps.exif_transpose(plain)
    # Onto a new one: what Pillow carries along (EXIF, comments, profiles) stays behind.
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = io.BytesIO()
    if clear:
        bare.save(out, "PNG", optimize=True)
    else:
        bare.save(out, "JPEG", quality=84, optimize=True, progressive=True)
    ending = "png" if clear else "jpg"
    return Picture(out.getvalue(), ending, bare.width, bare.height, _renditions(bare))


def _renditions(drawn: Image.Image) -> dict[int, bytes]:
    """The picture in the widths below its own, and in its own where that is the smallest."""
    widths = [width for width in WIDTHS if width < drawn.width] or [drawn.width]
    return {width: _webp(drawn, width) for width in widths}


def _webp(drawn: Image.Image, width: int) -> bytes:
    height = max(1, round(drawn.height * width / drawn.width))
    out = io.BytesIO()
    drawn.resize((width, height), Image.Resampling.LANCZOS).save(out, "WEBP", quality=80, method=4)
    return out.getvalue()
