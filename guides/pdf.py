"""The guide as a file: a document becomes HTML, and that a PDF (`guides.weasy`). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.template import Context, Engine
from django.utils.translation import gettext as _
from django.utils.translation import override

from guides.blocks import PICTURE
from guides.content import GuideText
from practice.lazy_import import lazily
from practice.look import Look
from writing import illustration

if TYPE_CHECKING:
    from guides import weasy
else:
    weasy = lazily("guides.weasy")

SKELETON = Path(__file__).resolve().parent.parent / "templates" / "guides" / "pdf"
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})


def warm() -> None:
    """Load the press, before limits of time and memory begin: its code is not a page's cost."""
    _ = weasy.PAPERS


# As `weasy._press`: a warm worker compiles its templates once (`bin/bench guide`).
@lru_cache(maxsize=1)
def _engine() -> Engine:
    """What a worker keeps: the skeleton."""
    return Engine(
        dirs=[str(SKELETON)],
        libraries={"i18n": "django.templatetags.i18n"},
        autoescape=True,
    )


def page(document: GuideText, *, paper: str, is_test: bool = False) -> str:
    """The HTML that is set; with `is_test` every page says that it is nobody's guide."""
    with override(document.language):
        drawing = illustration.stream(
            color=document.look.accent,
            stone=document.look.warm,
            title=_("Water finds its way around a stone"),
        )
        context = {"guide": document, "paper": paper, "drawing": drawing, "picture": PICTURE}
        context["is_test"] = is_test
        return _engine().get_template("guide.html").render(Context(context))


def pdf(
    document: GuideText, *, paper: str = "a4", pictures: Mapping[str, bytes] = NO_PICTURES
) -> bytes:
    """The document on A4 or US Letter ("a4", "letter"); a picture it was not handed stays words."""
    source = page(document, paper=paper)
    return printed(source, paper=paper, look=document.look, pictures=pictures)


def printed(
    source: str, *, paper: str, look: Look, pictures: Mapping[str, bytes] = NO_PICTURES
) -> bytes:
    """Finished HTML on paper, with the guide's typefaces and styles."""
    return weasy.printed(source, paper=paper, look=look, pictures=pictures)
