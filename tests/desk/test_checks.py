"""doctor: each seeded fault turns exactly one line red, and says how to mend it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from assessments.models import Assessment, Passage
from consultations.models import Availability, Feed, Meeting
from contacts.models import Contact, Suppression
from courses.models import Lesson
from desk import probes
from desk.actions import checks
from desk.actions.checks import practice, processes
from desk.actions.findings import CheckMoment, CheckState
from desk.views.home import FIRST_STEPS
from guides.models import Guide, GuideCopy
from health import actions as health
from health.actions import tick
from health.models import Heartbeat, Hold, Tick
from mail.accept_log import NoRoom
from mail.actions import breaker
from mail.models import Letter, Message, SystemLetter
from practice.models import Image, Practice
from publishing.models import Document
from tests.assessments.rewriting import rewrite
from tests.conftest import MOMENT
from tests.documents import reword, write_passage
from tests.sections import write

pytestmark = pytest.mark.slow

RECORDS = {
    "practice.test": ["v=spf1 include:mail.test ~all"],
    "default._domainkey.practice.test": ["v=DKIM1; p=abc"],
    "_dmarc.practice.test": ["v=DMARC1; p=none"],
}


@pytest.fixture
def well(
    robin: Contact, moment: datetime, monkeypatch: pytest.MonkeyPatch, settings: object
) -> dict[str, list[str]]:
    """A house in which every check is green, and the name server's records."""
    records = dict(RECORDS)
    monkeypatch.setattr(probes, "texts", lambda name: records.get(name, []))
    monkeypatch.setattr(probes, "status", lambda url, data=None: 200)
    monkeypatch.setattr(probes, "greets", lambda host, port: True)
    settings.SITE_URL = "https://practice.test"  # type: ignore[attr-defined]
    settings.EMAIL_URL = "postmark://key@"  # type: ignore[attr-defined]
    mine = "me@practice.test"
    Practice.objects.update(
        name="Alex’s practice",
        from_name="Alex’s practice",
        author_name="Alex Author",
        legal_name="Alex Author",
        postal_address="2 Long Street",
        contact_email=mine,
        notice_email=mine,
        from_email=mine,
    )
    Heartbeat.objects.create(worker="w", kind="mail", started_at=moment, beat_at=moment)
    for name in ("mail.send_due", "courses.queue_due", "guides.build_due"):
        Tick.objects.create(name=name, started_at=moment, finished_at=moment)
    return records


def red(moment: datetime) -> list[str]:
    lines = checks.look(checks.EVERYTHING, CheckMoment(moment, moment))
    assert all(line.finding.mend for line in lines if line.is_fault)
    return [line.check.key for line in lines if line.is_fault]


def bad_body(model: type[Lesson] | type[SystemLetter] | type[Guide], text: str) -> None:
    if model is Guide:
        write(Guide.objects.get(), "mirror", text=text, now=timezone.now())
        return
    row = model._default_manager.first()
    assert row
    if isinstance(row, Document):
        reword(row, text=text)
    else:
        model._default_manager.filter(pk=row.pk).update(body=text)


def long_letter() -> None:
    lesson = Lesson.objects.exclude(letter=None).first()
    assert lesson
    assert lesson.letter
    body = {**lesson.letter.body, "source": "x" * 60_000}
    Letter.objects.filter(pk=lesson.letter_id).update(body=body)


def came_by_a_proxy() -> None:
    client = Client(headers={"X-Forwarded-For": "198.51.100.7"})
    client.force_login(User.objects.create_superuser("behind", password="x"))
    client.get("/admin/account/")


SEEDS: dict[str, Callable[[datetime], object]] = {
    "processes": lambda _at: Heartbeat.objects.all().delete(),
    "regular": lambda at: Tick.objects.filter(name="mail.send_due").update(
        finished_at=at - timedelta(minutes=4)
    ),
    "waiting": lambda at: Message.objects.filter(pk=Message.objects.values("pk")[:1]).update(
        state="queued", next_try_at=at - timedelta(minutes=11)
    ),
    "failures": lambda at: Message.objects.filter(contact=None).update(
        state="failed", settled_at=at
    ),
    "hold": lambda at: health.hold(reason=Hold.Reason.HAND, now=at),
    "breaker": lambda at: breaker.trip(reason="535 no", now=at),
    "guides": lambda _at: GuideCopy.objects.update(state="failed"),
    "who": lambda _at: Practice.objects.update(author_name=""),
    "law": lambda _at: Practice.objects.update(legal_name="Example Practice"),
    "sender": lambda _at: Practice.objects.update(from_email="hello@example.org"),
    "privacy": lambda _at: Practice.objects.update(contact_email="hello@example.org"),
    "notices": lambda _at: Practice.objects.update(notice_email="hello@example.org"),
    "proxies": lambda _at: came_by_a_proxy(),
    "place": lambda _at: Meeting.objects.update(video_link=""),
    "hours": lambda _at: Availability.objects.all().delete(),
    "calendars": lambda at: Feed.objects.create(
        name="Mine", address="https://a.example/x", problem="No answer.", next_check_at=at
    ),
    "letters": lambda _at: SystemLetter.objects.filter(key="time_request_offer").delete(),
    "stand_ins": lambda _at: bad_body(SystemLetter, "Write to hello@example.org."),
    "published": lambda _at: SystemLetter.objects.filter(key="guide").update(published=None),
    "course": lambda _at: Lesson.objects.update(state="draft"),
    "wording": lambda _at: bad_body(SystemLetter, "Hello {{ nobody_knows }}"),
    "size": lambda _at: long_letter(),
}


def test_a_late_check_is_named_in_words(well: object, moment: datetime) -> None:
    SEEDS["regular"](moment)

    lines = checks.look(checks.EVERYTHING, CheckMoment(moment, moment))

    told = [line.finding.words for line in lines if line.is_fault]
    assert told == ["Not done for three minutes: send the mail that is due."]


def test_promise_1_sending_halted_for_lack_of_room_is_told_once(
    well: object, moment: datetime
) -> None:
    with pytest.raises(NoRoom), tick("mail.send_due"):
        raise NoRoom
    Tick.objects.filter(name="mail.send_due").update(finished_at=moment)

    lines = checks.look(checks.EVERYTHING, CheckMoment(moment, moment))

    told = [line.finding.words for line in lines if line.is_fault]
    assert told == ["No mail goes out: the disk has no room to write down what was sent."]


def test_a_house_without_faults_is_green(well: object, moment: datetime) -> None:
    assert red(moment) == []


@pytest.mark.parametrize("key", SEEDS)
def test_one_seeded_fault_turns_one_line_red(key: str, well: object, moment: datetime) -> None:
    SEEDS[key](moment)
    found = red(moment)

    assert found == [key]


def stand_in_place(message: Message) -> None:
    """The oldest of so many waiting mails tells of a meeting nowhere."""
    words = {"place_text": "at 1 Example Street"}
    Message.objects.filter(pk=message.pk).update(values=words, state="queued", settled_at=None)
    rows = [
        Message(
            **dict.fromkeys(("not_before", "next_try_at", "created_at"), message.created_at),
            key=f"later:{number}",
            letter_id=message.letter_id,
            contact_id=message.contact_id,
            purpose=message.purpose,
            values={"place_text": "by telephone"},
        )
        for number in range(1001)
    ]
    Message.objects.bulk_create(rows)


def stand_in_wording(message: Message) -> None:
    """A letter that was published anew since."""
    old = Letter.objects.create(
        sha256="0" * 64,
        name="Before",
        purpose=message.purpose,
        body={"source": "Write to hello@example.org."},
        published_at=message.created_at,
    )
    Message.objects.filter(pk=message.pk).update(letter=old, state="queued", settled_at=None)


@pytest.mark.parametrize("seed", [stand_in_place, stand_in_wording])
def test_stand_in_of_any_waiting_mail_turns_one_line_red(
    seed: Callable[[Message], None], well: object, moment: datetime
) -> None:
    message = Message.objects.exclude(contact=None).order_by("pk")[0]
    Message.objects.filter(pk=message.pk).update(not_before=moment, next_try_at=moment)
    seed(message)

    assert red(moment) == ["stand_ins"]


@pytest.mark.parametrize(
    "text",
    [
        "![](/media/x.png)",
        "::: picture garden-gate\n:::",
        "::: picture nobody-uploaded\nA gate.\n:::",
    ],
)
@pytest.mark.parametrize("model", [Lesson, Guide, SystemLetter])
def test_picture_that_is_not_there_or_not_described_turns_one_line_red(
    text: str, model: type[Lesson], well: object, moment: datetime
) -> None:
    Image.objects.create(file="images/gate.jpg", name="garden-gate", alt="A gate in a hedge")
    bad_body(model, text)

    assert red(moment) == ["pictures"]


@pytest.mark.parametrize(
    ("model", "box", "place"),
    [
        (Meeting, "description", ""),
        (Practice, "about", "your practice"),
    ],
)
@pytest.mark.parametrize("text", ["![](/media/x.png)", "::: picture nobody-uploaded\nA gate.\n:::"])
def test_picture_missing_on_a_page_is_named_with_its_place(
    text: str, model: type[Meeting], box: str, place: str, well: object, moment: datetime
) -> None:
    row = model._default_manager.order_by("pk")[0]
    model._default_manager.filter(pk=row.pk).update(**{box: text})

    lines = checks.look(checks.EVERYTHING, CheckMoment(moment, moment))

    assert [line.check.key for line in lines if line.is_fault] == ["pictures"]
    told = next(line.finding.words for line in lines if line.is_fault)
    assert place in told


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"start": "{}"}, ""),
        ({"scope_box": {"title": "Help", "text": "{}"}}, ": Another kind of help"),
    ],
)
def test_picture_missing_in_the_assessment_is_named_with_its_place(
    fields: dict[str, Any], place: str, well: object, moment: datetime
) -> None:
    missing = "![](/media/x.png)"
    filled = json.loads(json.dumps(fields).replace("{}", missing))
    rewrite(Assessment.objects.with_result().get(), **filled)

    lines = checks.look(checks.EVERYTHING, CheckMoment(moment, moment))

    told = next(line.finding.words for line in lines if line.check.key == "pictures")
    assert f"The Resistance Reframe{place}" in told


def test_picture_missing_in_a_passage_is_named(well: object, moment: datetime) -> None:
    passage = Passage.objects.get(key="result_toll")
    write_passage(passage=passage, cells={"low": "![](/media/x.png)"}, now=moment)

    lines = checks.look(checks.EVERYTHING, CheckMoment(moment, moment))

    told = [line.finding.words for line in lines if line.check.key == "pictures"]
    assert str(passage) in told[0]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("spf", "practice.test"),
        ("dkim", "default._domainkey.practice.test"),
        ("dmarc", "_dmarc.practice.test"),
    ],
)
def test_a_missing_record_turns_one_line_red(
    key: str, name: str, well: dict[str, list[str]], moment: datetime
) -> None:
    del well[name]

    assert red(moment) == [key]


def test_two_spf_records_are_a_fault(well: dict[str, list[str]], moment: datetime) -> None:
    well["practice.test"] = ["v=spf1 -all", "v=spf1 ~all"]

    assert red(moment) == ["spf"]


def test_no_network_is_not_a_fault(
    well: object, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_name: str) -> list[str]:
        raise probes.NoNetwork

    monkeypatch.setattr(probes, "texts", silent)

    lines = checks.look(checks.EVERYTHING, CheckMoment(moment, moment))

    unknown = [line.check.key for line in lines if line.finding.state is CheckState.UNKNOWN]
    assert unknown == ["spf", "dkim", "dmarc"]
    assert red(moment) == []


OUTSIDE: dict[str, Callable[[pytest.MonkeyPatch, Any], object]] = {
    "disk": lambda patch, _on: patch.setattr(processes, "ENOUGH_DISK", 10**18),
    "address": lambda _patch, on: setattr(on, "SITE_URL", "http://practice.test"),
    "way_out": lambda patch, on: (
        setattr(on, "EMAIL_URL", "smtp://mail.test:25"),
        patch.setitem(on.MAILERS["default"], "OPTIONS", {"host": "mail.test", "port": 25}),
        patch.setattr(probes, "greets", lambda host, port: False),
    ),
    "dead_links": lambda patch, _on: (
        Practice.objects.update(thanks="See https://gone.test/page."),
        patch.setattr(probes, "status", lambda url, data=None: 404 if "gone" in url else 200),
    ),
    "suppressions": lambda _patch, _on: [
        Suppression.objects.create(address_hash=str(n), reason="bounce", at=MOMENT)
        for n in range(10)
    ],
}


@pytest.mark.parametrize("key", OUTSIDE)
def test_one_fault_outside_turns_one_line_red(
    key: str, well: object, moment: datetime, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.DEBUG = False
    OUTSIDE[key](monkeypatch, settings)

    assert red(moment) == [key]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Read [more](/no-such-page/).", "dead_links"),
        ("Hello {{ first_name }},", "wording"),
    ],
)
def test_text_that_would_disappoint_some_turns_one_line_red(
    text: str, key: str, well: object, moment: datetime
) -> None:
    lesson = Lesson.objects.get(position=2)
    reword(lesson, text=f"{lesson.body.text}\n\n{text}\n")

    assert red(moment) == [key]


def test_every_check_has_a_fault_that_turns_it_red() -> None:
    tried = {*SEEDS, *OUTSIDE, "spf", "dkim", "dmarc", "unsubscribing", "pictures"}
    only_told = {"starter"}  # how many texts are still the starter's own: no fault

    assert {check.key for check in checks.EVERYTHING} == tried | only_told


def test_the_button_looks_at_everything_again(well: object, author: Client) -> None:
    assert "Not looked at yet" in author.get("/admin/well/").content.decode()
    assert author.get("/admin/well/again/").status_code == 405
    author.post("/admin/well/again/")
    assert "Not looked at yet" not in author.get("/admin/well/").content.decode()


@pytest.mark.parametrize(("status", "expected"), [(200, []), (403, ["unsubscribing"])])
def test_unsubscribing_is_tried_by_a_real_post(
    status: int,
    expected: list[str],
    well: object,
    moment: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, bytes | None]] = []
    monkeypatch.setattr(
        probes, "status", lambda url, data=None: asked.append((url, data)) or status
    )

    assert red(moment) == expected
    assert asked[0][1] == b"List-Unsubscribe=One-Click"


def test_doctor_is_honest_about_a_fresh_house_and_exits_1(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("doctor", stdout=out)

    assert stopped.value.code == 1
    assert "Sender's address: Letters still come from hello@example.org" in out.getvalue()


def test_doctor_exits_0_when_all_is_well(
    well: object, moment: datetime, at: Callable[[datetime], None]
) -> None:
    at(moment)
    out = io.StringIO()

    call_command("doctor", stdout=out)

    assert not [line for line in out.getvalue().splitlines() if line.startswith("fault")]


def test_page_shows_the_same_list(well: object, author: Client) -> None:
    Practice.objects.update(legal_name="Example Practice")

    page = author.get("/admin/well/").content.decode()

    assert "1 thing needs you" in page
    assert page.count("desk-line--fault") == 1


def test_home_says_once_what_is_not_looked_at_yet(
    well: object, author: Client, moment: datetime, at: Callable[[datetime], None]
) -> None:
    at(moment)
    Practice.objects.update(legal_name="Example Practice")
    checks.look_round(practice.CHECKS, CheckMoment(moment, moment))

    first = author.get("/admin/").content.decode()
    checks.look_round(checks.EVERYTHING, CheckMoment(moment, moment), whole=True)
    later = author.get("/admin/").content.decode()

    assert "Not looked at yet" not in first
    assert first.count("being looked at for the first time") == 1
    assert "desk-line--fault" in first
    assert "being looked at for the first time" not in later
    assert later.count("desk-line--") == len(FIRST_STEPS)


def test_header_that_a_stranger_made_up_says_nothing_of_proxies(
    well: object, moment: datetime
) -> None:
    Client(headers={"X-Forwarded-For": "198.51.100.7"}).get("/admin/login/")

    assert red(moment) == []


def test_proxies_that_are_counted_are_well(well: object, moment: datetime, settings: Any) -> None:
    came_by_a_proxy()
    settings.TRUSTED_PROXIES = 1

    assert "proxies" not in red(moment)
