"""Promise 12: an asking counts only when the mailbox says so, and only for what was said there."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from contacts import actions as contacts
from contacts.links import confirm_url
from contacts.models import Consent, Contact
from courses import actions as courses
from courses.models import Course, Enrollment
from guides import actions, links, pdf
from guides.models import GuideCopy, GuideRequest
from mail.models import Message
from tests.askings import say_yes

DAY = timedelta(days=1)
COURSE = "course:resistance-reframe"


@pytest.fixture(autouse=True)
def _stopped(at, moment):
    at(moment)


@pytest.fixture
def page(client):
    """`page(contact)` opens what the letter's “Yes, this is me” leads to; `page(contact, do=…)`
    presses a button there."""

    def open_it(contact, **said):
        url = urlsplit(confirm_url(contact)).path
        answer = client.post(url, said, follow=True) if said else client.get(url)
        assert answer.status_code == 200
        return answer.content.decode()

    return open_it


@pytest.fixture
def reader(ask, moment):
    """Asked for the guide and the letters as Maria, and said yes."""
    copy = ask(first_name="Maria", wants_course=True)
    say_yes(copy, now=moment)
    return Contact.objects.get()


def given(contact):
    return set(contacts.standing_purposes(contact))


def uid(copy):
    return copy.requests.latest("pk").uid.hex


def test_stranger_with_one_asking_has_one_button_and_one_press_says_it_all(ask, page, guide):
    copy = ask(wants_course=True, later=True)

    body = page(copy.contact)

    assert body.count("<form") == 2
    assert "Yes, this is me" in body
    assert 'type="checkbox"' not in body
    assert guide.later_wording in body
    assert not given(copy.contact)

    after = page(copy.contact, do="me", asking=uid(copy))

    assert "You are in. Welcome." in after
    contact = Contact.objects.get()
    assert (contact.first_name, contact.zone) == ("Robin", "Europe/Berlin")
    assert given(contact) == {COURSE, "letters"}
    assert contact.enrollments.get().state == Enrollment.State.ACTIVE


def test_consent_is_kept_in_the_words_that_were_shown(ask, page, guide):
    copy = ask(wants_course=True, share=True, later=True)

    page(copy.contact, do="me", asking=uid(copy))

    rows = Consent.objects.filter(act=Consent.Act.GIVEN).values_list("purpose", "wording")
    assert dict(rows) == {
        COURSE: guide.letters_wording,
        "letters": guide.later_wording,
        "share-result": guide.sharing_wording,
    }
    assert GuideCopy.objects.shared().get() == copy


def test_letters_now_and_then_are_offered_once_more_and_never_ticked(ask, page):
    copy = ask(wants_course=True)
    box = f'value="{uid(copy)}:letters"'

    body = page(copy.contact)

    assert f'type="checkbox" name="yes" {box}>' in body
    assert "After that, a letter now and then" in body

    page(copy.contact, do="me", asking=uid(copy), yes=f"{uid(copy)}:letters")

    words = dict(Consent.objects.filter(act="given").values_list("purpose", "wording"))
    assert words["letters"] == "After that, a letter now and then; I can stop any time."
    assert set(words) == {COURSE, "letters"}


def test_one_press_without_the_tick_agrees_to_no_letters_now_and_then(ask, page):
    copy = ask(wants_course=True)

    page(copy.contact, do="me", asking=uid(copy))

    assert given(copy.contact) == {COURSE}


def test_whoever_spoke_of_letters_now_and_then_is_not_asked_again(ask, page, moment):
    copy = ask()
    contacts.give(contact=copy.contact, purpose="letters", wording="Yes.", now=moment)
    contacts.withdraw(contact=copy.contact, purpose="letters", wording="No.", now=moment)

    assert ":letters" not in page(copy.contact)


def test_asking_with_no_box_consents_to_nothing(ask, page):
    copy = ask()

    page(copy.contact, do="me", asking=uid(copy))

    assert not Consent.objects.exists()
    assert Contact.objects.get().confirmed_at
    assert not Enrollment.objects.exists()


def test_looking_changes_nothing(ask, page):
    copy = ask(wants_course=True)
    before = [list(model.objects.values()) for model in (Contact, Consent, GuideRequest, GuideCopy)]

    page(copy.contact)

    rows = (Contact, Consent, GuideRequest, GuideCopy)
    assert [list(model.objects.values()) for model in rows] == before


def test_what_a_known_reader_would_have_changed_is_listed_unticked(reader, ask, answered, page):
    ask(attempt=answered("ally"), first_name="You owe us", zone="Asia/Tokyo", share=True)

    body = page(reader)

    assert "Call me You owe us (until now: Maria)." in body
    assert "My time zone is Asia/Tokyo (until now: Europe/Berlin)." in body
    assert body.count('type="checkbox"') == 4
    assert "checked" not in body


def test_known_reader_says_yes_in_one_press_to_what_changes_nothing(reader, ask, answered, page):
    ask(attempt=answered("ally"), first_name="Maria")

    assert "Yes, this is me" in page(reader)


def test_one_button_cannot_change_a_known_reader(reader, ask, answered, page):
    copy = ask(attempt=answered("ally"), first_name="Mallory", share=True)

    page(reader, do="me", asking=uid(copy))

    reader.refresh_from_db()
    assert reader.first_name == "Maria"
    assert "share-result" not in given(reader)
    assert GuideRequest.objects.filter(outcome="").count() == 1


def test_only_what_is_ticked_counts(reader, ask, answered, page):
    copy = ask(attempt=answered("ally"), first_name="Mary", zone="Asia/Tokyo", share=True)
    asking = uid(copy)

    page(reader, do="ticked", yes=[f"{asking}:me", f"{asking}:name"])

    reader.refresh_from_db()
    assert (reader.first_name, reader.zone) == ("Mary", "Europe/Berlin")
    assert given(reader) == {COURSE}
    assert not GuideCopy.objects.shared().exists()


def test_answers_of_a_strangers_asking_do_not_lead_the_letters(reader, ask, answered, page):
    copy = ask(attempt=answered("ally"), first_name="Maria", wants_course=True)
    before = Enrollment.objects.values().get()

    body = page(reader)
    page(reader, do="ticked", yes=[f"{uid(copy)}:me"])

    assert "go by these answers" in body
    assert Enrollment.objects.values().get() == before


def test_ordinary_letter_a_month_later_applies_no_strangers_values(
    reader, ask, answered, client, at, moment
):
    own = GuideCopy.objects.get()
    ask(attempt=answered("ally"), first_name="Mallory", share=True, wants_course=True)
    before = [list(model.objects.values()) for model in (Contact, Consent, Enrollment)]
    at(moment + 25 * DAY)

    client.get(f"/guide/{links.token(own)}/")
    client.post(f"/guide/{links.token(own)}/", {"do": "mine"})

    assert [list(model.objects.values()) for model in (Contact, Consent, Enrollment)] == before


def test_later_asking_neither_replaces_nor_starves_an_earlier_one(ask, answered, page):
    own = ask(wants_course=True)
    ask(attempt=answered("ally"), first_name="Mallory", share=True)
    ask(attempt=answered("step-back"), first_name="Mallory")

    body = page(own.contact)
    page(own.contact, do="ticked", yes=[f"{uid(own)}:me", f"{uid(own)}:{COURSE}"])

    assert body.count("<fieldset") == 3
    assert "checked" not in body
    contact = Contact.objects.get()
    assert (contact.first_name, given(contact)) == ("Robin", {COURSE})
    assert GuideRequest.objects.filter(outcome="").count() == 2


def test_that_was_not_me_closes_what_the_page_showed(ask, answered, page):
    first, second = ask(wants_course=True), ask(attempt=answered("ally"))

    page(first.contact, do="none", asking=[uid(first), uid(second)])

    assert set(GuideRequest.objects.values_list("outcome", flat=True)) == {"dismissed"}
    assert not Enrollment.objects.exists()
    assert Contact.objects.get().confirmed_at is None


def test_asking_of_somebody_else_is_not_confirmed_here(ask, answered, page):
    own, other = ask(), ask(attempt=answered("ally"), email="other@example.org")

    page(own.contact, do="me", asking=uid(other))
    page(own.contact, do="ticked", yes=[f"{uid(other)}:me"])

    assert not Contact.objects.exclude(confirmed_at=None).exists()


def test_somebody_who_left_comes_back_only_by_saying_so(unsubscribed, ask, moment):
    copy = ask(email=unsubscribed.email, wants_course=True)
    assert not Consent.objects.stands(unsubscribed, COURSE)

    say_yes(copy, now=moment)

    assert Consent.objects.stands(unsubscribed, COURSE)


def test_open_askings_lapse_after_a_month(ask, page, at, moment):
    copy = ask(wants_course=True)
    at(moment + 31 * DAY)

    assert "Nothing waits for your word" in page(copy.contact)
    page(copy.contact, do="me", asking=uid(copy))
    assert not given(copy.contact)


def test_tampered_link_is_a_kind_404(client, ask):
    url = urlsplit(confirm_url(ask().contact)).path

    assert client.get(f"{url[:-2]}x/").status_code == 404


@pytest.mark.parametrize("zone", ["Mars/Phobos", "x" * 5000, "../../etc/passwd"])
def test_browser_zone_that_is_none_is_passed_over(ask, page, zone):
    copy = ask(zone="")

    page(copy.contact, do="me", asking=uid(copy), zone=zone)

    assert Contact.objects.get().zone == ""


def test_browser_zone_counts_where_none_is_known(ask, page):
    copy = ask(zone="")

    page(copy.contact, do="me", asking=uid(copy), zone="Pacific/Auckland")

    assert Contact.objects.get().zone == "Pacific/Auckland"


# The guide itself, opened by the mailed link


def read(client, copy):
    return client.get(f"/guide/{links.token(copy)}/read/").content.decode()


def test_answers_and_name_stay_closed_until_this_is_mine(ask, client, made, press):
    copy = ask(first_name="Robin")
    made()

    before = read(client, copy)
    client.post(f"/guide/{links.token(copy)}/", {"do": "mine"})
    made()
    after = read(client, copy)

    assert "This chapter is made of your answers" in before
    assert 'class="answers"' not in before
    assert "Robin" not in before
    assert "This chapter is made of your answers" not in after
    assert 'class="answers"' in after
    assert "Made for Robin" in after
    assert press == ["a4", "a4"]
    assert Message.objects.count() == 1


def test_before_this_is_mine_page_and_file_tell_two_readers_answers_apart_nowhere(
    ask, answered, client, made, monkeypatch
):
    papers = []
    monkeypatch.setattr(
        pdf, "pdf", lambda document, **_: papers.append(document) or b"%PDF-1.7" + b"x" * 99
    )
    people = [("robin@example.org", "push"), ("maria@example.org", "wider-view")]
    copies = [ask(email=email, attempt=answered(sheet)) for email, sheet in people]
    made()

    pages = [read(client, copy).replace(links.token(copy), "") for copy in copies]
    pages = [page.replace(copy.uid.hex, "") for page, copy in zip(pages, copies, strict=True)]
    before = list(papers)
    for copy in copies:
        client.post(f"/guide/{links.token(copy)}/", {"do": "mine"})
    made()

    assert pages[0] == pages[1]
    assert before[0].chapters == before[1].chapters
    assert papers[2].chapters != papers[3].chapters


def test_this_is_mine_agrees_to_no_box(ask, client, page):
    copy = ask(wants_course=True, share=True, later=True)

    client.post(f"/guide/{links.token(copy)}/", {"do": "mine"})

    contact = Contact.objects.get()
    assert contact.confirmed_at
    assert not given(contact)
    assert not GuideCopy.objects.shared().exists()
    assert "Yes, this is me" in page(contact)


def test_this_is_mine_settles_an_asking_without_boxes(ask, client):
    copy = ask()

    client.post(f"/guide/{links.token(copy)}/", {"do": "mine"})

    assert GuideRequest.objects.get().outcome == "confirmed"
    assert Contact.objects.get().first_name == "Robin"


def test_this_is_mine_while_the_file_is_made_makes_it_anew(ask, made, press, at, moment):
    copy = ask()
    claimed = actions.claim(worker="guides-worker", now=moment)
    actions.claim_guide(copy=copy, now=moment)

    actions.make(claimed, worker="guides-worker", clock=lambda: moment)
    made()

    copy.refresh_from_db()
    assert (copy.state, press) == (GuideCopy.State.READY, ["a4", "a4"])


@pytest.mark.parametrize("more", ["", "read/", "guide.pdf"])
def test_nothing_personal_is_stored_on_the_way(ask, made, client, more):
    copy = ask()
    made()

    response = client.get(f"/guide/{links.token(copy)}/{more}")
    b"".join(response)

    assert "no-store" in response["Cache-Control"]


def test_place_is_left_alone_by_a_stranger_who_corrects(reader, ask, answered, moment):
    copy = ask(attempt=answered("ally"), wants_course=True)
    asked = copy.requests.get()

    actions.correct_address(request=asked, email="x@example.org", now=moment)
    actions.receive_due(now=moment)

    assert reader.enrollments.get().state == Enrollment.State.ACTIVE
    assert courses.coming(reader.enrollments.get(), now=moment)


def test_sharing_that_was_taken_back_is_asked_for_anew(ask, page, moment):
    copy = ask(share=True)
    say_yes(copy, now=moment)
    contacts.withdraw(contact=copy.contact, purpose="share-result", wording="No.", now=moment)
    assert not GuideCopy.objects.shared().exists()

    again = ask(share=True)
    [request] = GuideRequest.objects.open(again.contact, now=moment)

    assert "share-result" in actions.changes(request, Contact.objects.get())
    say_yes(again, now=moment)
    assert GuideCopy.objects.shared().get() == copy


def test_pace_asked_for_beside_the_guide_begins_with_the_yes(ask, made, moment):
    copy = ask(wants_course=True, pace=7)
    Course.objects.update(paces="0 Twice a week\n7 Once a week")
    made()
    request = GuideRequest.objects.get()

    actions.confirm(request=request, accepted=actions.changes(request, copy.contact), now=moment)

    assert Enrollment.objects.get().pace == 7
