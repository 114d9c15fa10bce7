"""What WeasyPrint draws of a page, written down, so that other files get it without drawing, which
is a fifth of a guide; and once its text is drawn, a page needs little memory (launch day,
`bin/bench burst`; decision 0035). Its number alone is drawn for each file.
"""

from __future__ import annotations

from copy import copy
from typing import Any

import pydyf
from weasyprint.draw import draw_page
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream

FOLIO = "@bottom-center"
SCALE = 0.75  # points in a CSS pixel
STAYS = ("children", "element", "element_tag")
MOST_KEPT = 2**19  # bytes of a typeface
NAMED = ("XObject", "Pattern", "Shading")


def is_folio(box: Any) -> bool:
    """Whether it is the margin box with the number of the page."""
    return getattr(box, "at_keyword", None) == FOLIO


class Fonts(dict[Any, Any]):
    """The typefaces of one page: those that were `met` on others are not read from their files, and
    held in memory, again.
    """

    def __init__(self, met: dict[Any, Any]) -> None:
        super().__init__()
        self.met = met

    def __contains__(self, key: object) -> bool:
        if not super().__contains__(key) and key in self.met:
            font = self[key] = copy(self.met[key])
            font.widths, font.to_unicode, font.missing = {}, {}, {}
        return super().__contains__(key)

    def keep(self) -> None:
        """Of our own, that is: a name may ask for a typeface of the system, of any size."""
        small = {key: font for key, font in self.items() if len(font.file_content) < MOST_KEPT}
        self.met.update(small)


class Drawing:
    """A page's `paint`. A page with more than type, rules and plain shapes (pictures, groups,
    letters that no typeface has) is drawn each time: those get names that hold in one file only.
    """

    def __init__(self, page: Any) -> None:
        self._box, self._is_form = page._page_box, any(page.forms.values())
        resources = {name: pydyf.Dictionary() for name in ("ExtGState", "ColorSpace", *NAMED)}  # type: ignore[no-untyped-call]  # pydyf has no types
        fonts = Fonts(self._box.style.font_config.met)
        stream = Stream(fonts, (0, 0, page.width, page.height), resources, {}, {}, {}, None)  # type: ignore[no-untyped-call]  # WeasyPrint has no types
        # As `generate_pdf` and `Page.paint` do it: some of what is drawn asks where it is.
        stream.transform(d=-1, f=page.height * SCALE)  # type: ignore[no-untyped-call]  # WeasyPrint has no types
        stream.push_state()  # type: ignore[no-untyped-call]  # WeasyPrint has no types
        stream.transform(a=SCALE, d=SCALE)  # type: ignore[no-untyped-call]  # WeasyPrint has no types
        begun = len(stream.stream)
        draw_page(self._part(folio=False), stream)  # type: ignore[no-untyped-call]  # WeasyPrint has no types
        fonts.keep()
        self._states, self._fonts = resources["ExtGState"], fonts
        self._is_plain = not (
            any(resources[name] for name in NAMED)
            or any(key[0] not in "aA" for key in self._states)
            or any(font.missing or font.bitmap for font in self._fonts.values())
        )
        _, _, drawn = pydyf.Stream(stream.stream[begun:]).data.partition(b"stream\n")  # type: ignore[no-untyped-call]  # pydyf has no types
        self._operators = drawn.removesuffix(b"\nendstream")
        self._tags = [(box, tag["tag"]) for box, tag in stream._tags.items()]

    def __call__(self, stream: Any, scale: float) -> None:
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            if self._is_plain:
                self._repeat(stream)
            else:
                draw_page(self._box, stream)  # type: ignore[no-untyped-call]  # WeasyPrint has no types

    def _repeat(self, stream: Any) -> None:
        stream.stream.append(self._operators)
        for name, state in self._states.items():
            stream._resources["ExtGState"].setdefault(name, state)
        for key, font in self._fonts.items():
            if key not in stream._fonts:
                stream._fonts[key] = copy(font)  # which is cut to the letters of its file
            known = stream._fonts[key]
            # What was met first holds, as in WeasyPrint.
            known.widths = font.widths | known.widths
            known.to_unicode = font.to_unicode | known.to_unicode
        for number, (box, tag) in enumerate(self._tags):
            stream._tags[box] = {"tag": tag, "mcid": number}
        draw_page(self._part(folio=True), stream)  # type: ignore[no-untyped-call]  # WeasyPrint has no types

    def _part(self, *, folio: bool) -> Any:
        return self._box.copy_with_children(
            [child for child in self._box.children if is_folio(child) == folio]
        )

    def lighten(self) -> None:
        """Let go of what only drawing needs; tags, links and outline are still made of the rest."""
        if not self._is_plain or self._is_form:  # the names of fields are read from their labels
            return
        for box in list(self._part(folio=False).descendants(placeholders=True)):
            if isinstance(box, boxes.TextBox | boxes.LineBox):
                box.__dict__ = {name: getattr(box, name) for name in STAYS}
