import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writing.placeholders import fill_text, mark
from writing.plaintext import WIDTH, to_text

CONTENT = Path(__file__).parents[2] / "content"
LETTERS = sorted(file for kind in ("letters", "lessons") for file in CONTENT.glob(f"*/{kind}/*.md"))
VALUES = {"first_name": "Robin", "guide_url": "https://example.org/guide/"}


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("# Title\ntext", "Title\n-----\n\ntext\n"),
        ("a *b* **c** `d` \\*", "a b c d *\n"),
        ("[My page](https://example.org)", "My page: https://example.org\n"),
        ("<https://example.org>", "https://example.org\n"),
        ("[a@example.org](mailto:a@example.org)", "a@example.org\n"),
        ("- a\n- b\n  1. c\n  2. d", "- a\n- b\n  1. c\n  2. d\n"),
        ("3. a\n\n4. b", "3. a\n\n4. b\n"),
        ("> quoted", "> quoted\n"),
        ("line  \nbreak", "line\nbreak\n"),
        ("a\n\n---\n\nb", "a\n\n* * *\n\nb\n"),
        ("```\nx  y\n```", "    x  y\n"),
        ("| a | b |\n| - | - |\n| 1 | 2 |\n| 3 | |", "a: 1\nb: 2\n\na: 3\n"),
        ("::: note Title\nx\n:::", "Title\n-----\n\nx\n"),
        ("::: pull\nx\n:::", "> x\n"),
        ("::: pairs Say | Not\na | b\nc | d\n:::", "Say: a\nNot: b\n\nSay: c\nNot: d\n"),
        ("::: pairs\na | b\nc | d\n:::", "a\nb\n\nc\nd\n"),
        ("::: field f 2\nWhat?\n:::", "What?\n" + ("_" * 60 + "\n") * 2),
        ("::: bars\n:::\n\nx", "x\n"),
        ("Fish &amp; <b>", "Fish & <b>\n"),
    ],
)
def test_markdown_is_written_as_a_person_would(source, written):
    assert to_text(source) == written


def test_a_button_is_its_label_and_its_address():
    text = fill_text(to_text("::: button guide_url\nOpen my guide\n:::"), VALUES)

    assert text == "Open my guide:\nhttps://example.org/guide/\n"


@pytest.mark.parametrize("stop", [".", ",", "!", "?", ";", ":", ")", "”", "**.**"])
def test_a_stop_does_not_become_part_of_the_address_before_it(stop):
    text = fill_text(to_text(f"[Open it]({mark('guide_url')}){stop} Then rest."), VALUES)

    assert text == f"Open it: <https://example.org/guide/>{stop.strip('*')} Then rest.\n"


def test_a_stop_behind_an_emphasised_link_does_not_become_part_of_it():
    text = fill_text(to_text(f"*Look: **[here]({mark('guide_url')})***."), VALUES)

    assert text == "Look: here: <https://example.org/guide/>.\n"


def test_an_address_with_no_stop_behind_it_stands_bare():
    assert to_text("<https://example.org/a> *then* on") == "https://example.org/a then on\n"


@pytest.mark.parametrize("file", LETTERS, ids=lambda file: "/".join(file.parts[-3:]))
def test_no_link_of_a_shipped_letter_ends_in_a_stop(file):
    words = re.sub(r"{%.*?%}", "", file.read_text("utf-8").split("---\n", 2)[-1])
    linked = re.sub(r"{{ *\w+_url *}}", "https://example.org/a/", words)

    links = re.findall(r"https://[^\s>]*", to_text(linked))
    assert [link for link in links if not link.endswith("/")] == []


def test_own_blocks_may_be_written_by_the_caller():
    assert to_text("::: bars\n:::", blocks={"bars": lambda _: "Leaning in: often"}) == (
        "Leaning in: often\n"
    )


def test_lines_keep_to_their_width_and_addresses_stay_whole():
    address = "https://example.org/" + "a" * 90
    source = f"Hello {mark('first_name')}, " + "well-known words " * 30 + f"<{address}>"

    text = fill_text(to_text(source), VALUES)

    assert address in text.splitlines()
    assert all(len(line) <= WIDTH for line in text.splitlines() if line != address)
    assert "Hello Robin, well-known" in text


@given(st.lists(st.text(alphabet="abcdefgh ,.", min_size=1, max_size=200), min_size=1, max_size=4))
def test_no_word_is_lost(paragraphs):
    text = to_text("\n\n".join(textwrap.dedent(p).strip() or "x" for p in paragraphs))

    assert text.split() == " ".join(p.strip() or "x" for p in paragraphs).split()


def test_private_characters_of_an_author_do_no_harm():
    text = to_text(f"a&#xE000;b\ue000\ue001 {mark('first_name')}")

    assert fill_text(text, VALUES) == "ab Robin\n"
