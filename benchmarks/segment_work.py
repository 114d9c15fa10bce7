"""What the large house of `bench_desk` knows of people: tags, fields, who agreed to letters; the
segments and letters that ask for it; and the pages that count them.

Imported with Django ready (`machine.within`).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

import contacts.actions
from benchmarks.due_work import multiply
from contacts.models import SHARE_RESULT, Consent, Contact, ContactTag, FieldValue, Segment
from health.clock import now
from mail.actions import LETTERS
from mail.models import Broadcast
from mail.schema import BroadcastBody
from offers.models import Offer
from publishing import actions as publishing

WORK = ("Coaching", "Therapy", "Teaching", "Nursing")
TAGS = {"Workshop": 5, "VIP": 20, "Speaker": 1000}
"""Each tag, and of how many people one wears it."""


def fill(contact: Contact, persons: int) -> None:
    moment, first = now(), contact.pk
    for label in TAGS:
        by_hand = ContactTag.PutOnBy.HAND
        contacts.actions.tag(contact=contact, label=label, source=by_hand, now=moment)
    for worn, each in zip(contact.tags.order_by("pk"), TAGS.values(), strict=True):
        last, who = ContactTag.objects.latest("pk").pk, f"{first} + {each} * n"
        multiply(worn, persons // each, id=f"{last} + n", contact_id=who)
    contacts.actions.ensure_field(key="work", label="Work", sort="choice", choices=WORK)
    contacts.actions.ensure_field(key="remote", label="Works online", sort="yes_no")
    works = f"(ARRAY[{','.join(map(repr, WORK))}])[1 + n % {len(WORK)}]"
    online = "CASE WHEN n % 3 = 0 THEN 'yes' ELSE 'no' END"
    said = {"work": (1, works), "remote": (2, online)}
    for key in said:
        contacts.actions.set_field(contact=contact, key=key, value="yes", now=moment)
    for row in contact.field_values.order_by("pk"):
        each, value = said[row.field.key]
        last, who = FieldValue.objects.latest("pk").pk, f"{first} + {each} * n"
        multiply(row, persons // each, id=f"{last} + n", contact_id=who, value=value)
    agree(contact, persons)
    for number, (name, rule) in enumerate(rules(contact).items()):
        Segment.objects.create(key=f"s{number}", name=name, rule=rule)
        a_letter(name, rule)
    a_letter("everybody", "")
    a_letter("of the offer", "").save()
    Broadcast.objects.filter(name="of the offer").update(offer=Offer.objects.first())


def agree(contact: Contact, persons: int) -> None:
    """Four of ten agree to letters, one of ten took it back; a third shares the answers."""
    given = {"contact": contact, "act": Consent.Act.GIVEN, "wording": "Yes.", "at": now()}
    for purpose, each, back in ((LETTERS, 2, 5), (SHARE_RESULT, 3, 50)):
        last, who = Consent.objects.latest("pk").pk + 1, f"{contact.pk} + {each} * n"
        word = Consent.objects.create(**given, pk=last, purpose=purpose)
        rows = persons // each
        uid = "gen_random_uuid()"
        multiply(word, rows, id=f"{last} + n", contact_id=who, uid=uid)
        who = f"{contact.pk} + {each * back} * n"
        more = {"id": f"{last + rows} + n", "contact_id": who, "uid": uid}
        multiply(word, rows // back, **more, act="'withdrawn'")


def rules(contact: Contact) -> dict[str, str]:
    """Rules of every sort, by a name each."""
    place = contact.enrollments.get()
    profile, course = place.facts["profile"], place.course.slug
    return {
        "tag of many": 'known.tags contains "workshop"',
        "tag of few": 'known.tags contains "speaker"',
        "without a tag": 'not known.tags contains "workshop"',
        "field": 'person.work == "therapy"',
        "field or tag": '(person.work == "therapy" and person.remote) or known.tags contains "vip"',
        "in no course": f'person.remote and not known.in_course contains "{course}"',
        "booked": "booked and has_name",
        "from a letter": 'known.source contains "newsletter" and known.language contains "en"',
        "answers": f'profile == "{profile}"',
        "answers and a tag": f'profile == "{profile}" and known.tags contains "vip"',
    }


def a_letter(name: str, rule: str) -> Broadcast:
    body = BroadcastBody(subject="News", text="Hello.", audience=rule)
    draft = Broadcast(name=name, send_on=now().date())
    return publishing.create(draft, body=body, by=None, now=now())


def pages() -> Iterator[tuple[str, str]]:
    """(name, address) of each segment, of its people and of the live count of its rule, and of
    whom each letter reaches. An address that is posted begins with POST.
    """
    people = reverse("admin:contacts_contact_changelist")
    count = reverse("desk:count_people")
    for segment in Segment.objects.all():
        yield f"segment: {segment}", reverse("admin:contacts_segment_change", args=[segment.pk])
        yield f"people of: {segment}", f"{people}?segment={segment.key}"
        sent = urlencode({"count": "rule", "rule": segment.rule})
        yield f"count of: {segment}", f"POST {count}?{sent}"
    for letter in Broadcast.objects.all():
        yield f"letter: {letter}", reverse("admin:mail_broadcast_change", args=[letter.pk])
        yield f"audience of: {letter}", reverse("admin:mail_broadcast_send", args=[letter.pk])
        yield f"people of letter: {letter}", f"{people}?letter={letter.pk}"
