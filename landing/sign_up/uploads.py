"""Which files may be uploaded for download: by their ending, and what they begin with. Pure."""

from __future__ import annotations

from pathlib import PurePosixPath

MOST_BYTES = 20 * 1024 * 1024
# No HTML and no SVG, which a browser would run as a page of ours. An .epub and a .docx are ZIPs.
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".epub": ("application/epub+zip", (b"PK\x03\x04",)),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (b"PK\x03\x04",),
    ),
    ".mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    ".m4a": ("audio/mp4", ()),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
}
BOX = b"ftyp"  # of an .m4a, behind four bytes of length (ISO/IEC 14496-12 §4.3)


def kind_of(filename: str) -> str:
    """The media type of a file by its ending; empty where it may not be uploaded."""
    return KINDS.get(PurePosixPath(filename).suffix.lower(), ("", ()))[0]


def is_what_it_says(filename: str, head: bytes) -> bool:
    """Whether the file begins as one of its ending does."""
    ending = PurePosixPath(filename).suffix.lower()
    if ending == ".m4a":
        return head[4:8] == BOX
    return any(head.startswith(start) for start in KINDS.get(ending, ("", ()))[1])
