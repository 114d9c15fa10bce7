"""Promise 11: nothing but text comes out of hostile texts and answers, and nothing goes out."""

import gc
import io
import signal
import socket
from unittest.mock import Mock

import pikepdf
import pytest
from PIL import Image

from assessments import answers
from guides import actions, pdf, resource_limits, sections, weasy
from guides.models import GuideCopy
from practice.look import Look
from tests.guides.test_document import definition, document, everything, frozen, text_of

pytestmark = pytest.mark.slow

AUTHORS = [
    "<style>@import url(http://evil.example/x.css); p { content: url(file:///etc/x) }</style>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="http://169.254.169.254/"/>'
    '<foreignObject><iframe src="file:///etc/passwd"></iframe></foreignObject></svg>',
    "![picture](http://169.254.169.254/latest/meta-data)",
    "![picture](file:///etc/passwd)",
    "[link](file:///etc/passwd) and [link](javascript:alert(1))",
    "<p style='background: url(http://evil.example/x.png)'>words</p>",
    "<object data=http://evil.example/x></object><embed src=http://evil.example/x>",
    "<meta http-equiv=refresh content='0; url=http://evil.example/'>",
    "<base href=http://evil.example/>",
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
]
ANSWERS = [
    "<svg onload=alert(1)>",
    "url(http://evil.example/x.css)",
    "}</style><script>alert(1)</script>",
    "{{ practice.contact_email }}",
    "A" * 10_000,
    {"$ne": None},
    ["push"],
    -1,
    99,
    1e308,
]


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_arguments, **_options):
        raise AssertionError("a socket was opened")

    for way in ("connect", "connect_ex", "sendto", "sendmsg"):
        monkeypatch.setattr(socket.socket, way, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def written(body):
    """The guide of a reader, one section written by a hostile author."""
    mirror = next(section for section in frozen().body.sections if section.key == "mirror")
    sections = [mirror.model_copy(update={"text": body})]
    return document("push", medium="paper", sections=sections)


@pytest.mark.parametrize("body", AUTHORS, ids=range(len(AUTHORS)))
def test_hostile_text_of_the_author_comes_out_as_words(body):
    made = everything(written(body))

    for tag in (
        "<style",
        "<link",
        "<svg",
        "<image",
        "<img",
        "<iframe",
        "<object",
        "<meta",
        "<base",
    ):
        assert tag not in made
    assert 'href="file' not in made
    assert 'href="javascript' not in made


def test_file_of_every_hostile_text_at_once_asks_for_nothing_and_embeds_nothing(monkeypatch):
    asked = []
    serve = weasy.OwnFiles.fetch

    def fetch(self, url, headers=None):
        asked.append(url)
        return serve(self, url, headers)

    monkeypatch.setattr(weasy.OwnFiles, "fetch", fetch)
    made = pdf.pdf(written("\n\n".join(AUTHORS)))

    with pikepdf.open(io.BytesIO(made)) as file:
        assert not file.attachments
        assert "root:" not in str(file.docinfo)
    assert all(url.startswith(weasy.FONTS.as_uri()) for url in asked)
    assert text_of(io.BytesIO(made)) == "The Resistance Reframe"


def test_picture_of_the_house_is_printed_with_its_words_and_no_other_is_asked_for():
    text = "::: picture garden-gate\nA gate, half open\n:::\n\n::: picture gone\nA path\n:::"
    gate = io.BytesIO()
    Image.new("RGB", (40, 20), "green").save(gate, "PNG")

    made = pdf.pdf(written(text), pictures={"garden-gate": gate.getvalue()})

    with pikepdf.open(io.BytesIO(made)) as file:
        drawn = [image for page in file.pages for image in page.get_images().values()]
        told = {
            str(one.Alt)
            for one in file.objects
            if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        }
    assert {(one.Width, one.Height) for one in drawn} == {(40, 20)}
    assert "A gate, half open" in told


@pytest.mark.parametrize("value", ANSWERS, ids=range(len(ANSWERS)))
@pytest.mark.parametrize("question", ["field", "i01", "scope"])
def test_hostile_answer_is_refused_by_its_question(question, value):
    with pytest.raises(answers.InvalidAnswers, match=question):
        answers.sheet(definition(), {"answers": {question: value}})


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in (1..999999999) %}x{% endfor %}",
        "{% include 'x' %}",
        "{{ settings.SECRET_KEY }}",
    ],
)
def test_program_in_a_section_is_refused_before_it_can_run(text):
    assert sections.faults(text, frozen().passages)


def test_page_bomb_is_stopped_by_time_and_fails_alone(
    ask, at, moment, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    at(moment)
    bomb = written("word " * 100_000)
    monkeypatch.setattr(actions.build, "document_of", lambda copy, medium: bomb)
    monkeypatch.setattr(actions.build, "SECONDS", 0.3)
    copy = ask()

    claimed = actions.claim(worker="w", now=moment)
    assert not actions.make(claimed, worker="w", clock=lambda: moment)

    copy.refresh_from_db()
    assert copy.state == GuideCopy.State.WANTED
    assert copy.error.startswith("TookTooLong")
    assert list(tmp_path.iterdir()) == []


def test_garbage_is_collected_as_before_after_a_guide_that_was_stopped(monkeypatch):
    before = gc.get_threshold()
    monkeypatch.setattr(weasy.HTML, "render", Mock(side_effect=MemoryError))

    with pytest.raises(MemoryError):
        weasy.printed("<p>Too much</p>", paper="a4", look=Look())

    assert gc.isenabled()
    assert gc.get_threshold() == before


def test_memory_beyond_the_limit_is_refused_and_the_process_lives():
    with pytest.raises(MemoryError), resource_limits.within(seconds=30, megabytes=50):
        bytearray(500 * 1024 * 1024)

    assert len(bytearray(100 * 1024 * 1024))


def test_time_that_runs_out_inside_a_destructor_rings_again_at_once():
    """Django's models have a destructor; an error raised in one is dropped by Python."""

    class Dropped:
        def __del__(self):
            signal.raise_signal(signal.SIGALRM)

    def work():
        Dropped()
        signal.pause()

    with (
        pytest.raises(resource_limits.TookTooLong),
        resource_limits.within(seconds=30, megabytes=900),
    ):
        work()


def test_limit_leaves_no_alarm_behind():
    with resource_limits.within(seconds=30, megabytes=900):
        pass

    assert resource_limits.signal.getitimer(resource_limits.signal.ITIMER_REAL) == (0, 0)
