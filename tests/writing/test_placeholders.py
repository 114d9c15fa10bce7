import html
from html.parser import HTMLParser
from urllib.parse import unquote

import css_inline
import pytest
from hypothesis import given
from hypothesis import strategies as st

from writing import placeholders
from writing.markdown import to_html, to_text
from writing.placeholders import (
    Placeholder,
    UnknownVariable,
    fill_header,
    fill_html,
    fill_text,
    mark,
)
from writing.render import Scope

HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "' onmouseover='x",
            "javascript:alert(1)",
            "[x](javascript:alert(1))",
            "{{ guide_url }}{% if x %}",
            "a\r\nBcc: b@example.org",
            "\x00\u2028\u202e&lt;b&gt;&#60;",
            "::: button guide_url",
            "\ud800",
            "zqabcdeft_guide_url_zq",
            mark("guide_url"),
        ]
    ),
)
EVERYWHERE = """# {{ first_name }}

Hello *{{ first_name }}*, `{{ first_name }}` [{{ first_name }}]({{ guide_url }} "{{ first_name }}")
[q](https://example.org/?n={{ first_name }}) [bad]({{ first_name }}) [worse](java{{ first_name }}:x)

::: note {{ first_name }}
- {{ first_name }}
:::

::: pairs
{{ first_name }} | b
:::

::: field one 2
{{ first_name }}
:::

::: button guide_url
{{ first_name }}
:::

| {{ first_name }} | b |
| --- | --- |
| {{ first_name }} | c |

    {{ first_name }}
"""
GUIDE_URL = "https://example.org/guide/abc/?a=1&b=2"


class Reader(HTMLParser):
    """Collects the tags, the attributes and the words of a page."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.attributes, self.words = [], [], ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.words += data


def composed(name):
    return Scope(values={"first_name": name, "guide_url": GUIDE_URL})


@given(HOSTILE)
def test_a_hostile_name_comes_out_as_text_in_every_place(name):
    plain, named = (Reader(composed(n).html(EVERYWHERE)) for n in ("Robin", name))

    assert named.tags == plain.tags
    assert [key for key, _ in named.attributes] == [key for key, _ in plain.attributes]
    assert [value for key, value in named.attributes if key == "class"] == [
        value for key, value in plain.attributes if key == "class"
    ]
    hrefs = [value for key, value in named.attributes if key == "href"]
    query = "https://example.org/?n="
    assert set(hrefs) - {GUIDE_URL} == {h for h in hrefs if h.startswith(query)}
    told = placeholders.clean(name)
    assert {unquote(h.removeprefix(query)) for h in hrefs if h.startswith(query)} == {told}
    assert named.words.count(told) >= 9


@given(HOSTILE)
def test_a_hostile_name_stays_one_line_of_plain_text(name):
    lines = composed("Robin").text(EVERYWHERE).splitlines()

    hostile = composed(name).text(EVERYWHERE).split("\n")

    assert len(hostile) - 1 == len(lines)


@given(HOSTILE, HOSTILE)
def test_a_value_is_never_read_for_stand_ins(first, second):
    text = f"{mark('first_name')}|{mark('note_text')}"

    filled = fill_text(text, {"first_name": first, "note_text": second})

    assert filled == f"{placeholders.clean(first)}|{placeholders.clean(second)}"


@given(st.text(alphabet="zqtpb_-<>*`[]()!&#;x\\ 0123456789abcdef", max_size=120))
def test_an_author_cannot_write_a_stand_in(text):
    assert not any(isinstance(piece, Placeholder) for piece in placeholders.pieces(to_html(text)))
    assert not any(isinstance(piece, Placeholder) for piece in placeholders.pieces(to_text(text)))


def test_stand_ins_differ_between_processes():
    token = mark("first_name")

    assert token.isascii()
    assert len(token) - len("first_name") >= 16
    assert "zq" + "0" * 12 not in token


def test_stand_ins_survive_markdown_nh3_and_css_inline():
    source = f"Hi {mark('first_name')}: [open]({mark('guide_url')}) and [x]({mark('site_url')}/a/)"

    inlined = css_inline.inline(f"<style>a{{color:#222}}</style>{to_html(source)}")
    filled = fill_html(
        inlined,
        {"first_name": "A & B", "guide_url": GUIDE_URL, "site_url": "https://example.org"},
    )

    assert "Hi A &amp; B" in filled
    assert f'href="{html.escape(GUIDE_URL)}"' in filled
    assert 'href="https://example.org/a/"' in filled


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "example.org",
        "https://example.org/ x",
        'https://example.org/"onclick="x',
        "https://example.org/\nBcc: x",
        "",
    ],
)
def test_an_address_that_is_none_is_never_put_in(address):
    for fill in (fill_html, fill_text, fill_header):
        with pytest.raises(ValueError, match="guide_url"):
            fill(mark("guide_url"), {"guide_url": address})


def test_mailto_is_an_address():
    assert fill_text(mark("book_url"), {"book_url": "mailto:a@example.org"}) == (
        "mailto:a@example.org"
    )


def test_a_value_that_was_not_given_raises():
    with pytest.raises(UnknownVariable, match="first_name"):
        fill_html(mark("first_name"), {})


@given(HOSTILE)
def test_a_header_is_one_line(name):
    header = fill_header(f"For\n{mark('first_name')}", {"first_name": name})

    assert not set(header) & set("\r\n\x00\u2028\u2029")
    assert header.encode("utf-8")


def test_pieces_are_the_text_cut_at_its_stand_ins():
    text = f"a{mark('first_name')}b"

    assert placeholders.pieces(text) == ("a", Placeholder("first_name"), "b")
    assert placeholders.token(Placeholder("first_name")) == mark("first_name")


@pytest.mark.parametrize("name", ["", "First", "a__b", "a_zq", "a-b", "a_", "1a"])
def test_only_a_variable_name_can_be_marked(name):
    with pytest.raises(ValueError, match="variable"):
        mark(name)
