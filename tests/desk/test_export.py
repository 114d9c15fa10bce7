"""Promise 19: a person's export holds everything that is held of them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db.models import CharField, EmailField, Field, JSONField, Model, TextField

from contacts.models import Contact
from contacts.personal_data import RegisterEntry, entries, people_of, rows_by_words
from courses.actions import own_data
from desk.actions import export
from tests.desk.test_erase import MAIN, OLDER, SECOND, TIME_REQUESTED, places, zephyrine

__all__ = ["places", "zephyrine"]

# Told in another form, or chosen from a list of ours; a marker would not be read back.
READ_OTHERWISE = {
    *("mails.facts", "mails.names", "answers.answers", "answers.result", "guides.file"),
    *("courses.facts", "courses.names", "courses.offer", "bookings.zone", "time_requests.zone"),
    *("courses.zone", "guides.zone", "person.zone", "do_not_mail.reason"),
}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def planted(entry: RegisterEntry, row: Model, field: Field[Any, Any]) -> str:
    """A marker of this field in this row, as long as the field allows; "" where none fits."""
    name = f"{entry.part}.{field.name}"
    if entry.part == "" or field.name in entry.left_out or field.primary_key:
        return ""
    if (
        isinstance(field, EmailField)
        or name in READ_OTHERWISE
        or field.choices
        or field.is_relation
    ):
        return ""
    marker = f"qz{row.pk}{entry.part[:4]}{field.name[:6]}"
    if isinstance(field, JSONField):
        value: Any = [{"question": marker}] if field.name == "intake" else {"one": marker}
    elif isinstance(field, CharField | TextField):
        marker = marker[: field.max_length or 60]
        value = marker
    else:
        return ""
    type(row)._base_manager.filter(pk=row.pk).update(**{field.name: value})
    return marker


def test_promise_19_export_holds_every_field_of_every_registered_row(zephyrine: Contact) -> None:
    people = people_of([zephyrine.pk])
    markers = {}
    for part, rows in rows_by_words(people, lambda entry: entry.part).items():
        assert rows.exists(), f"nothing planted of {part}"
    for entry in entries():
        for row in list(entry.rows(people)) if entry.part != "history_of_changes" else ():
            if isinstance(row, Contact) and row != zephyrine:
                continue  # the address they asked to be written to: told as such a wish
            for field in row._meta.concrete_fields:
                if marker := planted(entry, row, field):
                    markers[marker] = f"{entry.part}.{field.name}"
    contact = Contact.objects.get(pk=zephyrine.pk)

    told = json.dumps(own_data(contact), ensure_ascii=False)

    assert {where for marker, where in markers.items() if marker not in told} == set()
    assert len(set(markers.values())) > 20
    assert [
        address for address in (MAIN, OLDER, SECOND, TIME_REQUESTED) if address not in told
    ] == []


def test_what_a_person_wrote_is_in_the_authors_export_too_and_no_answers(
    zephyrine: Contact, moment: datetime, places: tuple[Path, Path]
) -> None:
    told = export.for_author(zephyrine)

    assert told["bookings"][0]["intake"] == [{"question": "Who?", "answer": "Zephyrine"}]
    assert told["time_requests"][0]["text"] == "Zephyrine would like evenings."
    assert told["replies"][0]["text"] == "Yours, Zephyrine"
    assert told["last_words"][0]["wrong"] == "Zephyrine was not asked"
    assert "Zephyrine: met in May" in told["person"]["notes"]
    assert {row["email"].partition("@")[0] for row in told["former_addresses"]} == {
        "zephyrine.older",
        "z.second+x",
    }
    assert all("answers" not in row and "result" not in row for row in told["answers"])
    assert all("why" not in row for row in told["lessons"])
