"""Which texts offer a course to readers: known by apps that courses do not know, each of which says
so in its `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from publishing.models import Document

if TYPE_CHECKING:
    from courses.models.course import Course

Texts = Callable[["Course"], Iterable[Document]]
_known: dict[str, Texts] = {}


def register(name: str, texts: Texts) -> None:
    """Say which texts of an app lead to a course."""
    _known[name] = texts


def texts_with(course: Course) -> Iterator[Document]:
    """Everything that offers a course to readers."""
    for texts in _known.values():
        yield from texts(course)
