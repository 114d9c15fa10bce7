"""Parts of a guide that readers share are laid out once, and nobody can tell from the file."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace

import pikepdf
import pytest
from pypdf import PdfReader

from guides import chapters, pdf, weasy
from practice.look import Look
from tests.guides.test_document import document

HEAD = "<!doctype html><html lang=en><head><title>x</title></head><body>"


@pytest.fixture(autouse=True)
def nothing_kept():
    weasy._shared.cache_clear()
    yield
    weasy._shared.cache_clear()


def laid_out(source):
    """A document of one page with nothing on it."""
    box = SimpleNamespace(children=(), descendants=lambda placeholders: iter(()))
    return SimpleNamespace(pages=[SimpleNamespace(source=source, _page_box=box)])


@pytest.fixture
def undrawn(monkeypatch):
    monkeypatch.setattr(chapters, "Drawing", lambda page: SimpleNamespace(lighten=lambda: None))


def set_by(source):
    return weasy.printed(source, paper="a4", look=Look())


def parts(*bodies):
    return HEAD + "".join(f"{chapters.FRESH}{body}" for body in bodies)


@pytest.mark.slow
@pytest.mark.parametrize("paper", sorted(weasy.PAPERS))
def test_guide_of_kept_pages_is_byte_for_byte_the_one_made_cold(paper):
    cold = pdf.pdf(document("push", medium="paper"), paper=paper)
    for profile, name in (("ally", "Kim"), ("push", "Sam"), ("ally", "Kim")):
        pdf.pdf(document(profile, first_name=name, medium="paper"), paper=paper)

    warm = pdf.pdf(document("push", medium="paper"), paper=paper)

    assert warm == cold


@pytest.mark.slow
def test_contents_name_the_page_each_chapter_begins_on():
    person = document("wider-view", medium="paper")
    made = pdf.pdf(person)

    with pikepdf.open(io.BytesIO(made)) as file:
        names = file.Root.Names.Dests.Names
        found = {str(names[i]): names[i + 1][0] for i in range(0, len(names), 2)}
        pages = {key: pikepdf.Page(page).index + 1 for key, page in found.items()}
    listed = [f"{chapter.title}{chapter.number or ''} {pages[chapter.key]}"
              for chapter in person.contents]  # fmt: skip
    assert len(listed) > 8
    assert "\n".join(listed) in pdf_text(made, 2)


def pdf_text(made, number):
    return PdfReader(io.BytesIO(made)).pages[number - 1].extract_text()


def test_link_to_a_section_this_reader_does_not_get_leads_nowhere():
    shared = "<section><p><a href='#own'>See there</a></p></section>"
    with_own = parts("<section><p id=own>Own</p></section>", shared)
    for _time in range(3):
        assert links(set_by(with_own)) == ["own"]

    alone = set_by(parts(shared))

    assert links(alone) == []
    assert links(set_by(with_own)) == ["own"]


def links(made):
    with pikepdf.open(io.BytesIO(made)) as file:
        found = [note for page in file.pages for note in page.get("/Annots", [])]
        tagged = [one for one in file.objects if isinstance(one, pikepdf.Dictionary)]
        assert sum(one.get("/Type") == "/OBJR" for one in tagged) == len(found)
        return [str(note.Dest) for note in found]


def test_pages_are_numbered_through_all_parts():
    body = "<section><p>Page</p></section>"

    made = set_by(parts(body, body.replace("Page", "Other"), body.replace("Page", "Third")))

    texts = [pdf_text(made, number) for number in (1, 2, 3)]
    assert [re.sub(r"\D", "", text) for text in texts] == ["1", "2", "3"]


@pytest.mark.usefixtures("undrawn")
def test_part_is_kept_from_its_second_reader_on():
    shared, set_so_far = chapters.SharedParts(), []

    def lay_out(source):
        set_so_far.append(source)
        return laid_out(source)

    for source in ("for all", "Kim's own", "for all", "for all", "Sam's own", "for all"):
        shared.document(source, lay_out, "a4")
    shared.document("for all", lay_out, "letter")

    assert set_so_far == ["for all", "Kim's own", "for all", "Sam's own", "for all"]
    assert [source for _style, source in shared._documents] == ["for all"]


@pytest.mark.usefixtures("undrawn")
def test_what_is_kept_is_bounded_and_the_least_used_goes(monkeypatch):
    monkeypatch.setattr(chapters, "MOST_PAGES", 2)
    shared = chapters.SharedParts()

    for source in ("a", "a", "b", "b", "a", "c", "c"):
        shared.document(source, laid_out, "a4")

    assert [source for _style, source in shared._documents] == ["a", "c"]


def test_part_with_a_picture_is_laid_out_each_time():
    shared = chapters.SharedParts()
    source = '<img src="picture:gate" alt="A gate">'

    for _time in range(3):
        shared.document(source, laid_out, "a4")

    assert not shared._documents
