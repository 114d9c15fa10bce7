"""The words and the file: every sample person, hostile names, both papers, no socket opened."""

import io
import json
import os
import re
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from assessments import files as assessment_files
from assessments import result, scoring
from assessments.definition import Definition
from contacts.clean_name import readable
from guides import byte_ranges, content, files, paper_size, pdf, recipient, sections, weasy
from guides.editions import Frozen
from guides.schema import GuideBody
from guides.typography import bound, curly, written
from practice.look import Look, Typeface
from practice.models import Practice
from tests.offers import HOME
from writing import readability

pytestmark = pytest.mark.slow

FOLDER = HOME
URLS = {
    "book_url": "https://example.org/book/",
    "retake_url": "https://example.org/assessment/x/",
    "site_url": "https://example.org/",
    "handout_url": "https://example.org/handout/resistance-reframe/",
    "guide_url": "https://example.org/",
}
IDENTITY = Practice(
    name="Practice", author_name="Author", contact_email="a@example.org", legal_name=""
).identity
PEOPLE = sorted(file.stem for file in (FOLDER / "samples").glob("*.json"))
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=file:///etc/passwd>",
    '"><svg onload=x>',
    "{{ practice.contact_email }}{% include 'x' %}",
    "[click](http://evil.example)",
    "![x](http://169.254.169.254/latest)",
    "@import url(http://evil.example/x.css)",
    "\u202eevil\u202c",
    "A" * 10_000,
    "Z\u0301\u0302\u0303\u0304\u0305\u0306algo",
    "مريم",
    "Robin \U0001f600",
    "\x00\x1b[31m",
    "]]>--><!--",
]


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_arguments, **_options):
        raise AssertionError("a socket was opened")

    for way in ("__init__", "connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, way, refuse)


@cache
def frozen() -> Frozen:
    passages = assessment_files.read_passages(FOLDER)
    return files.frozen(files.read(FOLDER), passages=passages, axes=definition().axes)


@cache
def definition() -> Definition:
    return Definition.from_body(assessment_files.read_body(FOLDER))


def reader(profile="push", *, first_name=None, reads=None, **answers):
    sheet = json.loads((FOLDER / "samples" / f"{profile}.json").read_text())
    given = {**sheet["answers"], **answers}
    outcome = scoring.score(definition(), given)
    facts = result.facts(definition(), outcome, given).with_facts(reads)
    name = sheet.get("first_name", "") if first_name is None else first_name
    return recipient.reader(
        definition(),
        outcome,
        facts=facts,
        names=result.names(definition(), facts),
        first_name=name,
        date="22 November 2026",
        urls=URLS,
    )


def document(profile="push", *, medium="page", sections=None, **given):
    body = frozen().body
    words = replace(frozen(), body=body.model_copy(update={"sections": sections or body.sections}))
    return content.document(words, reader(profile, **given), medium, identity=IDENTITY)


def everything(made):
    return "\n".join(chapter.html for chapter in made.chapters)


def headings(made):
    return re.findall(r"<h3[^>]*>(.*?)</h3>", everything(made))


@pytest.mark.parametrize("person", PEOPLE)
def test_web_version_and_paper_have_the_same_sections_and_headings(person):
    page, paper = document(person), document(person, medium="paper")

    assert [c.title for c in page.chapters] == [c.title for c in paper.chapters]
    assert headings(page) == headings(paper)


@pytest.mark.slow
@pytest.mark.parametrize("profile", definition().axes.with_keys["profile"].keys)
@pytest.mark.parametrize("field", definition().axes.with_keys["field"].keys)
def test_every_reader_gets_a_text_of_grade_nine_or_below(profile, field):
    text = content.words(
        frozen(), reader("push", reads={"profile": profile, "field": field}), identity=IDENTITY
    )

    assert 5_500 < len(readability.words(text)) < 8_000
    assert readability.grade(text) <= 9


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_name_comes_out_as_text_or_not_at_all(name):
    made = document(first_name=name)
    clean = document(first_name="Robin")

    body = everything(made)
    assert len(body) < len(everything(clean)) + 2_000
    assert set(re.findall(r"<([a-z0-9]+)", body)) <= set(
        re.findall(r"<([a-z0-9]+)", everything(clean))
    )
    assert set(re.findall(r'href="([^"]*)', body)) == set(
        re.findall(r'href="([^"]*)', everything(clean))
    )
    assert len(made.reader_name) <= 60


@pytest.mark.slow
def test_file_of_the_worst_name_opens_no_socket_and_stays_small():
    made = pdf.pdf(document(first_name="".join(HOSTILE)[:200], medium="paper"))

    assert made.startswith(b"%PDF")
    assert len(made) < 1_000_000


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x.png",
        "file:///etc/passwd",
        "http://169.254.169.254/",
        "ftp://example.org/",
        "data:text/plain,x",
        f"{weasy.FONTS.as_uri()}/../pdf.py",
        f"{weasy.FONTS.as_uri()}/%2e%2e/pdf.py",
        "file://host/etc/passwd",
    ],
)
def test_fetcher_serves_our_own_files_only(url):
    with pytest.raises(ValueError, match="not one of our own files"):
        weasy.OwnFiles().fetch(url)


def longest():
    """The guide of a reader who gets the longest text everywhere and every reason in full."""
    marked = {question.key: "yes" for question in definition().conditions}
    reads = {
        name: max(axis.keys, key=lambda key: sum(len(cell) for cell in cells(name, key)))
        for name, axis in definition().axes.with_keys.items()
        if axis.sort == "key"
    }
    name = "Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley of Bath"
    return document("pendulum", first_name=name, medium="paper", reads=reads, **marked)


def cells(axis, key):
    return [
        passage.cells.get(key, "") for passage in frozen().passages.values() if passage.axis == axis
    ]


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("letter", 612)])
def test_file_is_tagged_titled_and_can_be_filled_in(paper, width):
    made = pdf.pdf(longest(), paper=paper)

    with pikepdf.open(io.BytesIO(made)) as file:
        assert round(float(file.pages[0].mediabox[2])) == width
        assert 14 <= len(file.pages) <= 18
        assert str(file.Root.Lang) == "en"
        assert bool(file.Root.MarkInfo.Marked)
        assert len(file.Root.AcroForm.Fields) == 8
        assert str(file.docinfo["/Title"]) == "The Resistance Reframe"
        with file.open_outline() as outline:
            titles = [item.title for top in outline.root for item in (top, *top.children)]
        assert "The mirror" in titles
        assert file.open_metadata().get("pdfuaid:part") == "1"
        dictionaries = [one for one in file.objects if isinstance(one, pikepdf.Dictionary)]
        assert {
            dictionary.A.Scope for dictionary in dictionaries if dictionary.get("/S") == "/TH"
        } == {"/Column"}


@pytest.mark.parametrize("paper", sorted(weasy.PAPERS))
def test_both_boxes_before_the_answers_need_no_page_of_their_own(paper):
    low = dict.fromkeys(("i03", "i05", "i11", "i14", "i16", "i23"), 1)
    tired = {"i06": 4, "i12": 0, "i20": 4, "stuck_with": "half", "workload": "yes", "scope": "yes"}

    made = pdf.pdf(
        document("step-back", medium="paper", field="coaching", **low, **tired), paper=paper
    )

    with pikepdf.open(io.BytesIO(made)) as file:
        assert len(file.pages) <= 18


@pytest.mark.parametrize("field", definition().axes.with_keys["field"].keys)
def test_what_to_do_about_harm_stays_one_page(field):
    profile = max(
        definition().axes.with_keys["profile"].keys,
        key=lambda key: len(frozen().passages["guide_profile_harm"].cells.get(key, "")),
    )
    (careful,) = (one for one in frozen().body.sections if one.key == "when-following-harms")
    reads = {"profile": profile, "field": field}

    made = pdf.pdf(document(medium="paper", sections=[careful], reads=reads), paper="letter")

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    (whole,) = (page for page in pages if "What you may be seeing" in page)
    assert "before the next meeting, or now if it is urgent." in " ".join(whole.split())


def test_scope_comes_first_and_own_reasons_in_full():
    made = everything(document(scope="yes", fit="somewhat"))

    assert made.index("Please see to this first") < made.index("What has been happening")
    first_in_short = made.index("<h4>Goals</h4>")
    assert made.index("<h4>Another kind of help, which you marked") < first_in_short
    assert made.index("<h4>The match between you, which you marked") < first_in_short


def test_code_to_scan_leads_to_the_booking_page_without_a_token():
    going_on = next(c.html for c in document(medium="paper").chapters if c.key == "going-on")

    assert "<svg" in going_on
    assert "https://example.org/book/" in going_on
    assert "<title>A code to scan; it leads to https://example.org/book/" in going_on


def test_section_whose_condition_does_not_hold_is_left_out():
    shown = [
        section.model_copy(update={"condition": 'profile == "ally"'})
        if section.key == "mirror"
        else section
        for section in frozen().body.sections
    ]

    keys = {profile: [chapter.key for chapter in document(profile, sections=shown).chapters]
            for profile in ("push", "ally")}  # fmt: skip

    assert "mirror" in keys["ally"]
    assert "mirror" not in keys["push"]


def test_what_is_frozen_is_read_back_from_what_was_stored():
    frozen_now = frozen()
    stored = json.loads(json.dumps([frozen_now.body.model_dump(mode="json"), frozen_now.closure]))

    again = Frozen.of(GuideBody.model_validate(stored[0]), stored[1])

    assert again == frozen_now


@pytest.mark.parametrize(
    "text", ["{{ password }}", "{% include 'x' %}", "::: field\n:::", "{{ first_name | upcase }}"]
)
def test_fault_of_a_section_is_said_with_its_line(text):
    found = sections.faults(f"Fine.\n\n{text}", frozen().passages)

    assert found
    assert found[0].line == 3


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("  Robin  ", "Robin"),
        ("Anne-Marie O’Neil", "Anne-Marie O’Neil"),
        ("Robin\nBcc: x", "Robin Bcc x"),
        ("\U0001f600", ""),
        ("...", ""),
        ("李明", "李明"),
        ("Zoë", "Zoë"),
    ],
)
def test_name_is_made_fit_to_print(name, printed):
    assert readable(name) == printed


@pytest.mark.parametrize(
    ("zone", "languages", "paper"),
    [
        ("America/New_York", "de-DE", "letter"),
        ("America/Mexico_City", "", "letter"),
        ("America/Sao_Paulo", "en-US", "a4"),
        ("Europe/Berlin", "en-US,en;q=0.9", "a4"),
        ("Asia/Manila", "", "letter"),
        ("", "en-US,en;q=0.9", "letter"),
        ("", "en-GB", "a4"),
        ("", "", "a4"),
    ],
)
def test_paper_follows_the_region(zone, languages, paper):
    assert paper_size.paper_for(zone=zone, languages=languages) == paper


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=5-", (5, 99)),
        ("bytes=5-500", (5, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=9-5", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("", None),
    ],
)
def test_range_is_read_or_the_whole_is_sent(header, part):
    assert byte_ranges.requested(header, 100) == part


def test_dates_and_quotes_are_set_as_printers_do():
    assert written(date(2026, 11, 2), paper="a4") == "2 November 2026"
    assert written(date(2026, 11, 2), paper="letter") == "November 2, 2026"
    assert curly("He said, \"Don't.\" ('Why?')") == "He said, “Don’t.” (‘Why?’)"


@pytest.mark.parametrize(
    ("made", "set_as"),
    [
        ("<p>It may take some time.</p>", "<p>It may take some~time.</p>"),
        ("<li>For taking two wishes in it.</li>", "<li>For taking two wishes~in~it.</li>"),
        ("<td>What the person hopes for</td>", "<td>What the person hopes~for</td>"),
        ("<p>Say <em>a plain no</em></p>", "<p>Say <em>a plain~no</em></p>"),
        ("<p>We will … and so elsewhere.</p>", "<p>We will~… and so elsewhere.</p>"),
        ('<p><a href="/x">x</a></p>', '<p><a href="/x">x</a></p>'),
    ],
)
def test_short_last_word_is_kept_in_company(made, set_as):
    assert bound(made) == set_as.replace("~", "\u00a0")


def text_of(file):
    with pikepdf.open(file) as opened:
        return str(opened.docinfo.get("/Title"))


@pytest.mark.slow
@pytest.mark.django_db
def test_command_makes_the_file_from_content_alone(tmp_path):
    out = tmp_path / "guide.pdf"

    call_command("make_guide", answers=FOLDER / "samples" / "ally.json", out=out, paper="letter")

    assert text_of(out) == "The Resistance Reframe"


@pytest.mark.slow
@pytest.mark.django_db
def test_command_makes_the_guide_of_another_offer(tmp_path):
    out = tmp_path / "guide.pdf"
    sheet = FOLDER.parent / "a-good-first-talk" / "samples" / "say.json"

    call_command("make_guide", answers=sheet, out=out, offer="a-good-first-talk")

    assert text_of(out) == "A Good First Talk"
    with pytest.raises(CommandError, match="nowhere"):
        call_command("make_guide", answers=sheet, out=out, offer="nowhere")


@pytest.mark.django_db
def test_command_says_what_is_wrong_with_a_sheet(tmp_path):
    sheet = tmp_path / "sheet.json"
    sheet.write_text('{"answers": {"i99": 3}}')

    with pytest.raises(CommandError, match="i99"):
        call_command("make_guide", answers=sheet, out=tmp_path / "guide.pdf")


@pytest.mark.slow
def test_process_that_set_paper_ends_without_a_word_and_leaves_no_folder(tmp_path):
    code = (
        "import json; from guides import weasy; from practice.look import Look; look = Look();"
        "weasy.printed('<title>x</title><p>x</p>', paper='a4', look=look);"
        # A module loaded before the typefaces goes after them.
        "json.held = weasy._press(weasy.Typeface(look.typeface))"
    )
    env = os.environ | {"TMPDIR": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.glob("weasyprint-*")) == []


@pytest.mark.parametrize("typeface", list(Typeface))
def test_guide_is_set_in_the_typefaces_of_the_look(typeface):
    look = Look(typeface=typeface)
    source = "<html lang=en><title>x</title><body><h1>Ä title</h1><p>„Łódź“ <b>and</b> <i>more</i>"

    made = weasy.printed(source, paper="a4", look=look)

    with pikepdf.open(io.BytesIO(made)) as file:
        fonts = {
            str(font.BaseFont) for page in file.pages for _, font in page.Resources.Font.items()
        }
    assert {name.partition("+")[2] for name in fonts} >= {"Text"}
    assert not [name for name in fonts if "DejaVu" in name]


@pytest.mark.parametrize("typeface", list(Typeface))
def test_words_beside_boxes_to_fill_in_can_be_copied(typeface):
    words = "All of it, first and last: 12 AVA"
    boxes = "<div class=sheet><label>x</label><textarea rows=1></textarea></div>"
    source = f"<html lang=en><title>x</title><p style='font-family: Label'>{words}</p>{boxes}"

    made = weasy.printed(source, paper="a4", look=Look(typeface=typeface))

    assert words in PdfReader(io.BytesIO(made)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("cover", "shown", "absent"),
    [
        ("drawing", "<svg", "cover__picture"),
        ("picture", 'src="picture:gate" alt="A gate"', "cover__drawing"),
        ("plain", "cover--plain", "cover__drawing"),
    ],
)
def test_cover_is_a_drawing_a_picture_or_plain(cover, shown, absent):
    look = Look(cover=cover, cover_picture="gate", cover_alt="A gate", logo="logo")

    page = pdf.page(replace(document(medium="paper"), look=look), paper="a4")

    first = page.partition("</section>")[0]
    assert shown in first
    assert absent not in first
    assert 'src="picture:logo" alt="Practice"' in first
