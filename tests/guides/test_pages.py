"""The request, the page after, the download page, the file and the web version, over HTTP."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Attempt
from contacts.models import SHARE_RESULT, Consent, Contact, Event
from courses import links as course_links
from courses.models import Enrollment
from guides import actions, links
from guides.documents import GUIDE
from guides.models import GuideCopy, GuideRequest, LinkRequest
from guides.weasy import PAPERS
from health.models import Counter
from mail.models import Message
from practice.models import Practice
from tests.askings import say_yes

pytestmark = pytest.mark.slow

GIVEN = {"email": "robin@example.org", "first_name": "Robin", "zone": "Europe/Berlin"}


@pytest.fixture
def asking(client, attempt, at, moment):
    """`asking(email=…)` sends the form of one attempt."""
    at(moment)

    def send(**changes):
        return client.post(f"/guide/for/{attempt.key}/", {**GIVEN, **changes})

    return send


@pytest.fixture
def ready(ask, made):
    copy = ask()
    made()
    copy.refresh_from_db()
    return copy


def plain(response):
    """A page without its tokens."""
    return re.sub(r"/guide/(asked|now)/[^/\"]+/", "", response.content.decode())


def path(copy, more=""):
    return f"/guide/{links.token(copy)}/{more}"


def test_letter_leads_to_the_guide_of_its_reader(client, ask, moment):
    copy, other = (ask(email=f"{name}@example.org", wants_course=True) for name in ("jo", "kim"))
    for theirs in (copy, other):
        say_yes(theirs, now=moment)
    letters = Enrollment.objects.get(contact=copy.contact)

    url = course_links.values(letters)["guide_url"].removeprefix("http://testserver")

    assert client.get(url).headers["Location"] == links.guide_url(copy)
    GuideCopy.objects.all().delete()
    assert client.get(url).headers["Location"] == "/"
    assert client.get("/guide/of/somebody:else/").status_code == 404


def test_letter_leads_to_the_questions_again_and_carries_the_answers_along(client, ask, moment):
    copy = ask(wants_course=True)
    say_yes(copy, now=moment)
    letters = Enrollment.objects.get(contact=copy.contact)
    url = course_links.values(letters)["retake_url"].removeprefix("http://testserver")

    shown = client.get(url, follow=True)
    here = shown.redirect_chain[-1][0]
    client.post(here, {"about": "another"})

    assert "Take it again for the same client" in shown.content.decode()
    assert "Take it for another client" in shown.content.decode()
    retake = Attempt.objects.get(finished_at=None)
    assert retake.previous == copy.attempt
    assert retake.for_another


def test_guide_that_nobody_called_theirs_carries_no_answers_along(client, ask):
    copy = ask()

    shown = client.get(path(copy, "questions/"))
    client.post(path(copy, "questions/"), {"about": "same"})

    assert shown.headers["Location"] == f"/assessment/{copy.attempt.definition.slug}/"
    assert not Attempt.objects.filter(previous=copy.attempt).exists()


def test_guide_on_the_screen_leads_to_the_questions_by_its_readers_own_link(client, ask, moment):
    copy = ask()
    before = client.get(path(copy, "read/")).content.decode()
    actions.claim_guide(copy=copy, now=moment)

    after = client.get(path(copy, "read/")).content.decode()

    assert links.retake_url(copy) not in before
    assert links.retake_url(copy) in after


def test_form_shows_the_words_that_are_stored(client, attempt, guide):
    body = client.get(f"/guide/for/{attempt.key}/").content.decode()

    assert guide.course.consent_wording in body
    assert guide.sharing_wording in body
    assert "checked" not in body


def test_form_of_a_guide_says_its_own_words_for_the_box_and_stores_them(
    client, ask, attempt, guide
):
    guide.own_sharing_wording = "{{ practice.author_name }} may read them, to learn."
    guide.save()
    said = f"{Practice.objects.the().author_name} may read them, to learn."

    body = client.get(f"/guide/for/{attempt.key}/").content.decode()
    ask(share=True)

    assert said in body
    assert Consent.objects.get(purpose=SHARE_RESULT).wording == said


def test_closed_course_is_not_offered(client, attempt, guide):
    guide.course.state = "closed"
    guide.course.save()

    assert 'name="letters"' not in client.get(f"/guide/for/{attempt.key}/").content.decode()


@pytest.mark.parametrize(
    "email", ["", "robin", "a@b", "x" * 300 + "@example.org", "a@b.org\r\nBcc:c@d.org"]
)
def test_wrong_address_is_said_beside_the_field_and_typed_text_kept(asking, email):
    response = asking(email=email)

    body = response.content.decode()
    assert response.status_code == 422
    assert 'class="field__error"' in body
    assert 'value="Robin"' in body
    assert not Contact.objects.exists()


def test_unknown_or_unfinished_answers_are_a_kind_404(client, guide):
    assert client.get("/guide/for/nonsense/").status_code == 404


def test_page_after_is_the_same_for_known_and_unknown_addresses(
    asking, client, confirmed, unsubscribed, bounced, unconfirmed
):
    seen = set()
    known = [person.email for person in (confirmed, unsubscribed, bounced, unconfirmed)]
    for email in ["stranger@example.org", *known, *known]:
        response = asking(email=email, letters="on", share="on")
        assert response.status_code == 302
        assert re.fullmatch(r"/guide/asked/[^/?]+/", response.url)
        seen.add(plain(client.get(response.url)).replace(email, "ADDRESS"))

    assert len(seen) == 1


def test_page_after_shows_what_was_typed_for_an_hour(asking, client, moment, at):
    at(moment)
    url = asking(email="Robin@Example.org").url
    actions.receive_due(now=moment)
    assert "Robin@example.org" in client.get(url).content.decode()

    at(moment + timedelta(hours=1))

    assert "example.org</strong>" not in client.get(url).content.decode()


def test_page_after_tells_when_the_first_letter_would_come(asking, client):
    url = asking(letters="on").url

    body = client.get(url).content.decode()

    assert "the first one comes on Tuesday, November 24 at 9:00 AM" in body


def test_address_can_be_corrected(asking, client):
    url = asking(email="robbin@example.org", letters="on").url

    response = client.post(url, {"do": "correct", "email": "robin@example.org"})

    assert response.status_code == 302
    asked = GuideRequest.objects.latest("pk")
    assert (asked.email, asked.first_name) == ("robin@example.org", "Robin")
    assert asked.boxes == GuideRequest.objects.earliest("pk").boxes != {}


def test_guide_can_be_read_at_once_without_the_name_of_anyone(asking, client, ask):
    ask(first_name="Secretname")
    url = asking(first_name="Other").url
    now_path = re.search(r'href="(/guide/now/[^"]+)"', client.get(url).content.decode())[1]

    body = client.get(now_path).content.decode()

    assert "Two sides" in body
    assert "Secretname" not in body


def test_download_page_looks_again_by_itself_until_the_file_is_there(client, ask, made):
    copy = ask()
    waiting = client.get(path(copy))
    made()
    done = client.get(path(copy))

    assert waiting["Refresh"] == "3"
    assert "Refresh" not in done
    assert "guide.pdf" in done.content.decode()
    assert "noindex" in done["X-Robots-Tag"]
    assert "no-store" in done["Cache-Control"]


def test_failed_copy_offers_the_web_version(client, ask):
    copy = ask()
    GuideCopy.objects.update(state="failed")

    body = client.get(path(copy)).content.decode()

    assert "could not be made" in body
    assert client.get(path(copy, "read/")).status_code == 200


def test_file_has_the_right_headers_and_is_counted(client, ready, at, moment):
    response = client.get(path(ready, "guide.pdf"))

    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="The Resistance Reframe.pdf"'
    assert response["Content-Length"] == "100"
    assert response["Accept-Ranges"] == "bytes"
    assert Counter.objects.get(name="guide.file").count == 1


def test_file_that_is_gone_from_the_storage_is_made_again_by_a_button(client, ready, made):
    ready.file.storage.delete(ready.file.name)

    assert client.get(path(ready, "guide.pdf"))["Location"] == path(ready)
    assert "Make the file again" in client.get(path(ready)).text
    client.post(path(ready), {"do": "remake"})
    assert "is being made" in client.get(path(ready)).text
    assert made() == 1
    again = client.get(path(ready, "guide.pdf"))
    assert b"".join(again.streaming_content).startswith(b"%PDF")


def test_file_that_is_there_is_not_made_again(client, ready, made):
    client.post(path(ready), {"do": "remake"})

    assert made() == 0


@pytest.mark.parametrize(
    ("wanted", "status", "length"),
    [("bytes=0-9", 206, 10), ("bytes=90-", 206, 10), ("bytes=-5", 206, 5), ("bytes=100-", 416, 0)],
)
def test_file_comes_in_parts(client, ready, wanted, status, length):
    response = client.get(path(ready, "guide.pdf"), headers={"Range": wanted})

    assert response.status_code == status
    assert len(response.content) == length


def test_part_of_another_file_is_not_mixed_in(client, ready):
    headers = {"Range": "bytes=0-9", "If-Range": '"another"'}

    response = client.get(path(ready, "guide.pdf"), headers=headers)

    assert response.status_code == 200
    assert len(b"".join(response)) == 100


@pytest.mark.parametrize("more", ["", "read/", "guide.pdf"])
def test_tampered_link_is_a_kind_404(client, ready, more):
    assert client.get(f"/guide/{links.token(ready)[:-1]}~/{more}").status_code == 404


def test_expired_link_offers_a_fresh_one_to_the_known_address_only(client, ready, at):
    old, late = path(ready), ready.expires_at + timedelta(days=1)
    Message.objects.update(state="sent")
    at(late)
    page = client.get(old)
    assert page.status_code == 410
    assert "robin@example.org" not in page.content.decode()

    client.post(old, {"do": "renew"})

    message = Message.objects.latest("pk")
    assert message.contact == ready.contact
    assert message.values["guide_url"].endswith(path(GuideCopy.objects.get()))
    assert client.get(old).status_code == 410
    assert client.get(path(GuideCopy.objects.get())).status_code == 200


def test_promise_12_every_address_is_answered_alike(client, ready, made, at, moment):
    Message.objects.update(state="sent")
    at(moment + timedelta(days=2))
    answers = [
        client.post("/guide/again/", {"email": email}, follow=True)
        for email in ("robin@example.org", "stranger@example.org")
    ]
    made(moment + timedelta(days=2))

    assert answers[0].content == answers[1].content
    assert Message.objects.count() == 2
    assert Contact.objects.count() == 1
    assert not LinkRequest.objects.exists()


WAYS = ["/guide/again/", "ask", "correct", "once more"]


@pytest.mark.parametrize("way", WAYS)
def test_promise_12_every_address_takes_the_same_work(
    client, asking, ready, confirmed, moment, at, way
):
    at(moment)
    asking(email="before@example.org")  # what a process asks once is asked
    seen = []
    for email in ("robin@example.org", "stranger@example.org", confirmed.email):
        url = asking(email="other@example.org").url
        own = asking(email=email).url
        with CaptureQueriesContext(connection) as asked:
            if way == "ask":
                asking(email=email)
            elif way == "correct":
                client.post(url, {"do": "correct", "email": email})
            elif way == "once more":
                client.post(own, {"do": "again"})
            else:
                client.post(way, {"email": email})
        seen.append([re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in asked])
        # What the budget asks depends on what was spent, never on whose address it is.
        seen[-1] = [sql for sql in seen[-1] if "SAVEPOINT" not in sql and "spending" not in sql]

    assert seen[0] == seen[1] == seen[2]
    assert not [sql for sql in seen[0] if "contacts_contact" in sql]


def test_reading_changes_nothing_but_counters(client, ready, asking):
    before = [GuideCopy.objects.values().get(), Contact.objects.values().get()]
    events = Event.objects.count()

    for more in ("", "read/", "guide.pdf"):
        assert b"".join(client.get(path(ready, more)))

    assert [GuideCopy.objects.values().get(), Contact.objects.values().get()] == before
    assert Event.objects.count() == events


def test_web_version_keeps_the_worksheet_in_the_browser(client, ready):
    body = client.get(path(ready, "read/")).content.decode()

    assert "worksheet.js" in body
    assert 'name="moment"' in body
    assert body.count("<form") == 1  # “This is mine”


def test_broken_storage_is_no_dead_end(client, ready):
    ready.file.storage.delete(ready.file.name)
    ready.file.storage.save(ready.file.name, ContentFile(b""))

    assert client.get(path(ready)).status_code == 200


def test_both_papers_can_be_had(client, ready, press, made):
    client.post(path(ready), {"do": "letter"})
    made()

    assert press == ["a4", "letter"]
    assert PAPERS.keys() == {"a4", "letter"}


def test_files_go_through_the_chosen_storage(
    client, ask, press, made, settings, django_capture_on_commit_callbacks
):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}
    copy = ask()
    made()
    copy.refresh_from_db()
    first = copy.file.name

    part = client.get(path(copy, "guide.pdf"), headers={"Range": "bytes=1-3"})
    client.post(path(copy), {"do": "letter"})
    with django_capture_on_commit_callbacks(execute=True):
        made()

    assert (part.status_code, part.content) == (206, b"PDF")
    assert press == ["a4", "letter"]
    assert list(settings.MEDIA_ROOT.iterdir()) == []
    assert not copy.file.storage.exists(first)


def test_page_for_clients_stands_at_a_public_address_with_nothing_of_a_reader(
    client, ready, settings
):
    address = f"/handout/{ready.revision.closure['slug']}/"

    assert f'href="{address}"' in client.get(path(ready, "read/")).text
    answer = client.get(address)

    assert "<h1>When part of you says no</h1>" in answer.text
    assert "<h2>What you can expect" in answer.text
    assert f'<meta property="og:url" content="{settings.SITE_URL}{address}">' in answer.text
    assert "Robin" not in answer.text
    assert "The mirror" not in answer.text
    assert not answer.cookies


def test_page_for_clients_is_in_the_sitemap_and_linked_where_the_guide_names_it(client, ready):
    address = f"/handout/{ready.revision.closure['slug']}/"
    for_paper = actions.document_of(ready, medium="paper")
    going_on = next(chapter for chapter in for_paper.chapters if chapter.key == "going-on")

    assert f"{address}</loc>" in client.get("/sitemap.xml").text
    assert f'{address}"' in going_on.html
    assert for_paper.handout in {chapter.key for chapter in for_paper.chapters}


def test_link_to_a_page_for_clients_needs_one(guide):
    sections = [section for section in guide.body.sections if section.kind != "handout"]
    body = guide.body.model_copy(update={"sections": sections})

    (finding,) = GUIDE.checks(guide, body)

    assert "none to link to" in finding.message


def test_page_for_clients_is_not_there_while_the_offer_is_a_draft(client, guide):
    type(guide.offer).objects.update(state="draft")

    assert client.get(f"/handout/{guide.slug}/").status_code == 404
