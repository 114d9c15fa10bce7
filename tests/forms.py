"""What a browser would send of a form on a page."""

from __future__ import annotations

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """The fields of the form of a class, by name, as they stand."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.is_in = form, False
        self.fields: dict[str, list[str]] = {}
        self.name = self.select = ""
        self.text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        name = known.get("name", "")
        if tag == "form":
            self.is_in = self.form in known.get("class", "").split()
        elif not self.is_in:
            return
        elif tag == "input" and name and "type" in known:
            is_tick = known["type"] in ("checkbox", "radio")
            if not is_tick or "checked" in known:
                value = known.get("value", "on" if is_tick else "")
                self.fields.setdefault(name, []).append(value)
        elif tag == "textarea":
            self.name, self.text = name, []
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in known:
            self.fields[self.select] = [known.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_in = False
        elif tag == "textarea" and self.text is not None:
            self.fields[self.name] = ["".join(self.text).removeprefix("\n")]
            self.text = None
        elif tag == "select" and self.select:
            self.fields.setdefault(self.select, [""])
            self.select = ""


def fields_of(page: bytes, form: str) -> dict[str, list[str]]:
    """The fields of the form of this class, as they stand; what is not ticked is left out."""
    reader = FormReader(form)
    reader.feed(page.decode())
    return reader.fields
