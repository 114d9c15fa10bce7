from pathlib import Path

import pytest

from courses.variables import LESSON
from tests.starter_axes import AXES
from writing import frontmatter, render
from writing.passages import PassageText, parse_cells
from writing.segments import Facts
from writing.variables import GUIDE, LETTER

KNOWN = LETTER.with_axes(AXES)
CONTENT = Path(__file__).parents[2] / "content/resistance-reframe"
SCOPE = render.Scope(
    facts=Facts(profile="push", has_name=True),
    names={"profile_name": "Carrying the Hope"},
    passages={
        "pairs": PassageText(
            "pairs", "profile", {"everyone": "::: pairs\nfor {{ first_name }} | b\n:::"}
        )
    },
    constants={"author_name": "The author"},
    values={"first_name": "O'Neil & <co>", "book_url": "https://example.org/book/"},
)


def shipped_passages():
    passages = {}
    for path in sorted((CONTENT / "passages").glob("*.md")):
        head, body = frontmatter.parse(path.read_text())
        passages[str(head["key"])] = PassageText(
            str(head["key"]), str(head["axis"]), parse_cells(body)
        )
    return passages


def test_a_page_is_written_in_one_call():
    html = SCOPE.html("Hello{% if has_name %} {{ first_name }}{% endif %},\n\n{{ passage.pairs }}")

    assert html.startswith("<p>Hello O&#x27;Neil &amp; &lt;co&gt;,</p>")
    assert "<td>for O&#x27;Neil &amp; &lt;co&gt;</td>" in html


def test_the_text_part_and_a_line_are_not_escaped():
    assert SCOPE.text("Dear {{ first_name }}, [book]({{ book_url }})") == (
        "Dear O'Neil & <co>, book: https://example.org/book/\n"
    )
    assert SCOPE.line("{{ practice.author_name }} *for* {{ first_name }}") == (
        "The author *for* O'Neil & <co>"
    )


def test_faults_of_blocks_in_a_passage_are_told():
    passages = {"p": PassageText("p", "profile", {"everyone": "ok\n\n::: box\nx\n:::"})}

    (fault,) = render.check("{{ passage.p }}", vocabulary=KNOWN, passages=passages)

    assert "passage “p”: [everyone], line 3: There is no block “box”" in fault.message


def test_more_than_500_variants_are_refused_where_they_are_kept():
    printed = "{{ profile_name }}{{ field_name }}{{ reading_name }}"
    source = printed + '{% if band.toll == "low" %}x{% endif %}'

    (fault,) = render.check(source, vocabulary=KNOWN, passages={})

    assert "1344 variants (by band.toll, field, profile, reading); 500 are allowed" in fault.message
    assert render.check(source, vocabulary=KNOWN, passages={}, most=None) == []


@pytest.mark.parametrize("path", sorted((CONTENT / "guide").glob("*.md")), ids=lambda p: p.stem)
def test_the_shipped_guide_has_no_fault(path):
    _, body = frontmatter.parse(path.read_text())

    faults = render.check(
        body, vocabulary=GUIDE.with_axes(AXES), passages=shipped_passages(), most=None
    )

    assert faults == []


@pytest.mark.parametrize("path", sorted((CONTENT / "lessons").glob("*.md")), ids=lambda p: p.stem)
def test_the_shipped_lessons_have_no_fault(path):
    _, body = frontmatter.parse(path.read_text())

    vocabulary = LESSON.with_axes(AXES)
    assert render.check(body, vocabulary=vocabulary, passages=shipped_passages()) == []
