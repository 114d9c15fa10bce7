"""A visitor's eyes and hands without a browser: pages, links and forms over HTTP, with cookies."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

VOID_TEXT = {"script", "style", "template", "svg"}


@dataclass
class Form:
    """One form as found: where it goes and what it would send untouched."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)

    def fill(self, name: str, value: str) -> None:
        """Set a field that the form really has; a radio only to a value it offers."""
        offered = self.offered.get(name)
        if offered is None:
            raise LookupError(f"The form has no field {name}; it has {', '.join(self.offered)}.")
        if offered and value not in offered:
            raise LookupError(f"{name} offers {', '.join(offered)}, not {value}.")
        self.values[name] = [value]


@dataclass
class WebPage:
    """What came back."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    text: str = ""
    forms: list[Form] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    def form_with(self, name: str) -> Form:
        """The form that has a field of this name."""
        for form in self.forms:
            if name in form.offered:
                return form
        raise LookupError(f"{self.url} has no form with {name}.")

    def link_to(self, part: str) -> str:
        """The first link whose address contains `part`."""
        for address, _label in self.links:
            if part in address:
                return urllib.parse.urljoin(self.url, address)
        raise LookupError(f"{self.url} has no link to {part}.")


class PageParser(HTMLParser):
    """Collects text, links and forms."""

    def __init__(self, page: WebPage) -> None:
        super().__init__()
        self.page = page
        self.form: Form | None = None
        self.select = ""
        self.textarea = ""
        self.silent = 0
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attr = {name: value or "" for name, value in attrs}
        self.silent += tag in VOID_TEXT
        if tag == "a" and "href" in attr:
            self.page.links.append((attr["href"], ""))
        if tag == "form":
            action = urllib.parse.urljoin(self.page.url, attr.get("action", ""))
            self.form = Form(action, attr.get("method", "get").lower())
            self.page.forms.append(self.form)
        if self.form and "disabled" not in attr:
            self.control(tag, attr)

    def control(self, tag: str, attr: dict[str, str]) -> None:
        """Note a form control's value as a browser would send it."""
        assert self.form
        name, kind = attr.get("name", ""), attr.get("type", "text")
        if tag == "option" and self.select:
            self.form.offered[self.select].append(attr.get("value", ""))
            if "selected" in attr or self.select not in self.form.values:
                self.form.values[self.select] = [attr.get("value", "")]
        if not name:
            return
        if tag == "select":
            self.select = name
            self.form.offered.setdefault(name, [])
        elif tag == "textarea":
            self.textarea = name
            self.form.offered[name] = []
            self.form.values[name] = [""]
        elif tag in {"input", "button"}:
            self.typed(tag, name, kind, attr)

    def typed(self, tag: str, name: str, kind: str, attr: dict[str, str]) -> None:
        assert self.form
        if kind in {"radio", "checkbox"}:
            value = attr.get("value", "on")
            self.form.offered.setdefault(name, []).append(value)
            if "checked" in attr:
                self.form.values.setdefault(name, []).append(value)
        elif tag == "button" or kind == "submit":
            self.form.offered.setdefault(name, []).append(attr.get("value", ""))
        else:
            self.form.offered.setdefault(name, [])
            self.form.values[name] = [attr.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in VOID_TEXT
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea and self.form:
            self.form.values[self.textarea] = [data.strip()]
        elif not self.silent and data.strip():
            self.words.append(" ".join(data.split()))


class Visitor:
    """One person with a cookie jar, on one site."""

    def __init__(self, site: str) -> None:
        self.site = site
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def open(self, url: str, data: bytes | None = None) -> WebPage:
        """GET (or POST `data` to) an address on this site."""
        url = urllib.parse.urljoin(self.site, url)
        assert url.startswith(self.site), f"{url} leaves the site"
        request = urllib.request.Request(url, data=data, headers={"Referer": url})
        try:
            with self.opener.open(request, timeout=30) as answer:
                return self.read(answer.url, answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return self.read(url, error.code, dict(error.headers), error.read())

    def read(self, url: str, status: int, headers: dict[str, str], body: bytes) -> WebPage:
        headers = {name.lower(): value for name, value in headers.items()}
        page = WebPage(url, status, headers, body)
        if headers.get("content-type", "").startswith("text/html"):
            reader = PageParser(page)
            reader.feed(body.decode())
            page.text = " ".join(reader.words)
        return page

    def send(self, form: Form, **press: str) -> WebPage:
        """Send a form as filled, pressing the named button if one is given."""
        pairs = form.values | {name: [value] for name, value in press.items()}
        data = urllib.parse.urlencode(pairs, doseq=True)
        if form.method == "get":
            return self.open(f"{form.action.split('?')[0]}?{data}")
        return self.open(form.action, data.encode())

    def answer(self, page: WebPage, keys: Iterable[str], said: Mapping[str, object]) -> WebPage:
        """Answer these questions page by page as somebody did, else with the first answer that is
        offered; the page after the last.
        """
        left = set(keys)
        while form := next((form for form in page.forms if left & set(form.offered)), None):
            for key in left & set(form.offered):
                offered = form.offered[key]
                value = said.get(key, offered[0] if offered else "")
                if value is not None:
                    form.fill(key, str(value))
                left.remove(key)
            page = self.send(form)
        if left & set(said):
            raise LookupError(f"{', '.join(sorted(left & set(said)))} was never asked.")
        return page
