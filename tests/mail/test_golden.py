"""Golden letters: one of each purpose, to the byte. Under one lock file a letter never changes;
after an upgrade its text is the same. Renew by `pytest tests/mail/test_golden.py --renew-golden`,
then read the difference.
"""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID

import pytest

from contacts.models import Contact
from mail.actions import claims
from mail.actions.prepare import Preparer
from mail.models import Message, Purpose
from practice.models import Practice
from tests.conftest import person
from writing.segments import Facts

from .conftest import Write, alive, published

GOLDEN = Path(__file__).parent / "golden"
WORDS = """Hello{% if has_name %} {{ first_name }}{% endif %},

## What a *no* takes care of

Zoë’s note — “come back without your no” — stays with us… 漢字, العربية, 🙂.

.a paragraph that begins with a dot, and a word without an end: WORD

- **Leaning in.** We add reasons; 2 < 3 & 3 > 2.
- *Pulling back.*

1. Choose one day.
2. Write one word.

> The no goes unheard, and then it gets louder.

::: practice In, out or here
Note where you felt it.
:::

::: button guide_url
Open it
:::

[Your page]({{ preferences_url }})

{{ practice.author_name }}
""".replace("WORD", "Widerstandsbewegungs" * 6)
INVITATION = {
    "filename": "conversation.ics",
    "content_type": "text/calendar; method=REQUEST",
    "text": "BEGIN:VCALENDAR\r\nSUMMARY:Zoë\r\nEND:VCALENDAR\r\n",
}


@pytest.fixture
def reader(moment: datetime) -> Contact:
    reader = person("zoe@example.org", confirmed_at=moment, first_name="Zoë <3 & .co")
    Contact.objects.filter(pk=reader.pk).update(uid=UUID(int=7))
    reader.refresh_from_db()
    return reader


def letter_of(purpose: str, write: Write, reader: Contact, moment: datetime) -> bytes:
    """The bytes of a letter to this reader; a notice goes to the author."""
    own = purpose == Purpose.NOTICE
    words = WORDS.replace("[Your page]({{ preferences_url }})\n\n", "") if own else WORDS
    consents = {"course": "course:resistance-reframe", "letters": "letters"}
    message = write(
        None if own else reader,
        letter=published(purpose, words, subject="Wovor schützt ein Nein? {{ first_name }}"),
        purpose=purpose,
        consent=consents.get(purpose, ""),
        facts=Facts(profile="push"),
        values={"first_name": reader.first_name, "guide_url": "https://example.org/g/?a=1&b=2"},
        attachment=INVITATION if purpose == Purpose.REQUESTED else None,
        is_test=purpose == Purpose.LETTERS,
    )
    Message.objects.filter(pk=message.pk).update(uid=UUID(int=list(Purpose.values).index(purpose)))
    [claimed], _settled = claims.take(worker=alive("here"), limit=9, now=moment)
    assert claimed.pk == message.pk
    return Preparer(Practice.objects.the(), moment).prepared(claimed).data


@pytest.fixture
def agreed(reader: Contact, moment: datetime) -> Contact:
    """A reader who agreed to everything."""
    for purpose in ("course:resistance-reframe", "letters"):
        reader.consents.create(purpose=purpose, act="given", wording="Yes.", at=moment)
    return reader


@pytest.mark.parametrize("purpose", Purpose.values)
def test_letter_is_as_it_was(
    purpose: str,
    write: Write,
    agreed: Contact,
    moment: datetime,
    pytestconfig: pytest.Config,
) -> None:
    data = letter_of(purpose, write, agreed, moment)

    file = GOLDEN / f"{purpose}.eml"
    if pytestconfig.getoption("--renew-golden"):
        file.write_bytes(data)
    assert data == file.read_bytes(), "meant so? renew by --renew-golden and read the difference"


@pytest.mark.parametrize("purpose", Purpose.values)
def test_golden_letter_parses_without_defects(purpose: str) -> None:
    parsed = message_from_bytes((GOLDEN / f"{purpose}.eml").read_bytes(), policy=policy.default)

    assert [part.defects for part in parsed.walk()] == [[]] * len(list(parsed.walk()))
    assert str(parsed["Subject"]).endswith("Wovor schützt ein Nein? Zoë <3 & .co")
    assert "Zoë &lt;3 &amp; .co" in parsed.get_body(("html",)).get_content()
    assert "\n.a paragraph that begins with a dot" in parsed.get_body(("plain",)).get_content()
    assert len(parsed.as_bytes()) < 100_000
