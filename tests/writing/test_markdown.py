import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.writing.test_placeholders import Reader
from writing.markdown import check_blocks, inline_html, to_html, to_text
from writing.placeholders import fill_html, mark

URLS = frozenset({"guide_url", "book_url"})
HARMLESS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "div",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)


def test_headings_begin_where_the_page_says():
    assert to_html("# One\n## Two") == "<h2>One</h2>\n<h3>Two</h3>\n"
    assert to_html("# One\n###### Six", headings_from=3) == "<h3>One</h3>\n<h6>Six</h6>\n"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<style>*{display:none}</style>",
        "![x](http://169.254.169.254/latest)",
        "![x](file:///etc/passwd)",
        "[x](javascript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHN2Zz4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "[a](file:///etc/passwd)",
        "::: note <img src=x onerror=y>\nx\n:::",
        "::: pairs\n<b onclick=x> | <script>\n:::",
        '::: field a" onfocus="x 2\n<input autofocus onfocus=x>\n:::',
        "::: button javascript:alert(1)\nx\n:::",
        "| a<script> |\n| --- |\n| <iframe src=x> |",
        '```html" onclick="x\n<b>\n```',
    ],
)
def test_hostile_markdown_comes_out_as_text(hostile):
    page = Reader(to_html(hostile))

    assert set(page.tags) <= HARMLESS
    assert {key for key, _ in page.attributes} <= {"class", "scope", "href", "title", "start"}
    for key, value in page.attributes:
        assert key != "href" or value.startswith(("http://", "https://", "mailto:", "/"))


@given(st.text(alphabet="<>\"'()[]!:|#*_`&;=/ \n-abjsrcvip:onx{}%", max_size=120))
def test_any_markdown_yields_only_harmless_tags(source):
    page = Reader(to_html(source))

    assert set(page.tags) <= HARMLESS
    assert not [key for key, _ in page.attributes if key.startswith("on") or key == "style"]
    to_text(source)
    check_blocks(source)


def test_blocks_become_their_elements():
    source = (
        "::: note Good to *know*\ntext\n:::\n\n::: pull\nquote\n:::\n\n"
        "::: practice Slow down\n1. one\n:::\n"
    )

    assert to_html(source) == (
        '<div class="note">\n<p class="note__title">Good to <em>know</em></p>\n<p>text</p>\n'
        '</div>\n<blockquote class="pull">\n<p>quote</p>\n</blockquote>\n'
        '<section class="practice">\n<p class="practice__title">Slow down</p>\n'
        "<ol>\n<li>one</li>\n</ol>\n</section>\n"
    )


def test_pairs_become_a_table_with_the_author_s_heads_or_none():
    assert "<th" not in to_html("::: pairs\n- Slow | 1. fast\n:::")
    html = to_html("::: pairs Say | Not\na \\| b | *c*\n:::")
    assert '<th scope="col">Say</th><th scope="col">Not</th>' in html
    assert "<tr><td>a | b</td><td><em>c</em></td></tr>" in html


def test_a_button_leads_to_its_variable():
    html = fill_html(
        to_html("::: button guide_url\nOpen *my* guide\n:::"), {"guide_url": "https://x.example/"}
    )

    assert '<a class="button" href="https://x.example/">Open <em>my</em> guide</a>' in html


def test_own_renderers_are_trusted_and_get_the_block():
    seen = []

    def field(block):
        seen.append(block)
        return f'<label>{block.label_html}<textarea rows="{block.rows}"></textarea></label>'

    html = to_html(
        f"::: field situation 4\nWhat *{mark('first_name')}* <b>\n:::\n::: bars\n:::",
        blocks={"field": field, "bars": lambda _: "<svg></svg>"},
    )

    assert seen[0].key == "situation"
    assert '<textarea rows="4"></textarea>' in html
    assert f"<em>{mark('first_name')}</em> &lt;b&gt;" in html
    assert html.rstrip().endswith("<svg></svg>")


def test_a_key_holds_nothing_a_renderer_would_have_to_escape():
    keys = []

    for argument in ('a"onfocus="x 2', "<b> 2", "", "situation 4"):
        to_html(
            f"::: field {argument}\nx\n:::", blocks={"field": lambda b: keys.append(b.key) or ""}
        )

    assert keys == ["", "", "", "situation"]


def test_bars_and_conditions_are_left_out_where_nobody_draws_them():
    assert to_html("a\n\n::: bars\n:::\n\n::: conditions\n:::") == "<p>a</p>\n"


def test_relative_stand_ins_in_a_link_must_be_settled():
    html = to_html(f"[a](java{mark('first_name')}:x) [b]({mark('first_name')}:alert) [c](/p/)")

    assert html == '<p><a>a</a> <a>b</a> <a href="/p/">c</a></p>\n'


def test_inline_html_has_no_paragraph():
    assert inline_html("a *b* <i>") == "a <em>b</em> &lt;i&gt;"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("::: box\nx\n:::", "There is no block “box”. Allowed: note, pull"),
        ("::: note\nx", "“::: note” is never closed"),
        (":::", "closes nothing"),
        ("  ::: pull\nx\n:::", "very beginning"),
        (":::: pull\nx\n:::", "exactly three colons"),
        ("::: note\n:::", "is empty"),
        ("::: pull Title\nx\n:::", "has no title"),
        ("::: field\nLabel\n:::", "::: field key 4"),
        ("::: field Key 4\nLabel\n:::", "::: field key 4"),
        ("::: field key four\nLabel\n:::", "::: field key 4"),
        ("::: field key 0\nLabel\n:::", "from 1 to 20"),
        ("::: field key 2\na\nb\n:::", "exactly one line"),
        ("::: bars\nx\n:::", "stays empty"),
        ("::: conditions now\n:::", "stays empty"),
        ("::: button secret_url\nx\n:::", "Allowed: book_url, guide_url"),
        ("::: button guide_url\n:::", "exactly one line"),
        ("::: pairs\n:::", "is empty"),
        ("::: pairs\na, b\n:::", "“to try | to retire”"),
        ("::: pairs\na | b | c\n:::", "“to try | to retire”"),
        ("::: pairs\n| b\n:::", "“to try | to retire”"),
    ],
)
def test_block_fault_names_its_line_and_what_is_allowed(source, told):
    (fault,) = check_blocks(f"One.\n\n{source}", urls=URLS)

    assert fault.line == 3
    assert told in fault.message


def test_blocks_inside_each_other_are_a_fault():
    faults = check_blocks("::: note\n::: pull\nx\n:::\n:::")

    assert "“note” from line 1" in faults[0].message


def test_two_fields_may_not_share_a_key():
    faults = check_blocks("::: field a 1\nx\n:::\n::: field a 1\ny\n:::")

    assert [fault.line for fault in faults] == [4]


def test_blocks_shown_in_code_are_no_blocks():
    assert check_blocks("```\n::: nothing\n```\n") == []


def test_straight_quotes_come_out_curly_but_not_in_code_or_addresses() -> None:
    source = "The client's \"no\" isn't `it's` [a \"b\"](https://example.org/?q='x')"

    html = to_html(source)

    assert "The client’s “no” isn’t <code>it's</code>" in html
    assert "href=\"https://example.org/?q='x'\">a “b”</a>" in html
    assert inline_html('It\'s "theirs".') == "It’s “theirs”."


def test_plain_text_has_the_same_quotes() -> None:
    assert to_text('A client\'s "no"') == "A client’s “no”\n"


def test_empty_corner_of_a_table_is_no_heading():
    html = to_html("| | The yes |\n| --- | --- |\n| **It says** | Go |")

    assert "<td></td>" in html
    assert html.count("<th") - html.count("<thead") == 1
    assert '<th scope="col">The yes</th>' in html
