"""Pages inside a frame on the author's website: every public page stands a second time under this
prefix, where it may be framed and reads no cookie. Pure.
"""

from django.urls import get_script_prefix

PREFIX = "/embed/"


def is_framed() -> bool:
    """Whether the page being made stands in a frame: its addresses then begin with the prefix."""
    # Of this thread's request: `landing.views.frames` sets it, and sets it back.
    return get_script_prefix() == PREFIX


def outside(path: str) -> str:
    """The same page on our own site; letters and copied links lead there."""
    return f"/{path.removeprefix(PREFIX)}" if path.startswith(PREFIX) else path
