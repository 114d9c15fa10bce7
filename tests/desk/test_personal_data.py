"""Promise 19: the register of personal data is complete, and erase and export go by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import EmailField, Field, Model

from contacts.models import Contact
from contacts.personal_data import entries

pytestmark = pytest.mark.slow

# Holds an address, and it is nobody's who came as a visitor.
NOT_PERSONAL = {
    "auth.User": "whoever logs in at the desk",
    "practice.Practice": "the author's own addresses",
    "consultations.Meeting": "the number that the author is called at",
    "consultations.Feed": "where the author's own calendar is read",
    "mail.WarmUp": "the domain that the author's letters come from",
}
ADDRESSES = {"email", "address", "recipient", "sender", "username", "phone"}
TO_DO = """
{label} {why}, and the register of personal data does not know it: it would be left behind when
somebody is erased, and missing in what they are given of themselves.

Add to {app}/personal_data.py, ENTRIES (an app without that file: copy courses/personal_data.py and
the ready() of courses/apps.py):

    Entry(
        {name},
        of_contact({name}, "{path}"),  # how its rows are found from a contact
        part="…",       # heading in the export, every field is told; "" where it is no news to them
        goes=_("…: %d"),  # words on the page before erasing
        addresses=("…",),  # fields that hold an address of theirs
        left_out=("uid", …),  # secrets, and what only the machine reads
        keeps=Keep(_("…"), lambda at: …),  # where it keeps an unconfirmed person here
    ),

Erasing deletes its rows, unless blank={{"field": ""}} says what stays instead. If it is no data of
a visitor, say so in NOT_PERSONAL, tests/desk/test_personal_data.py.
"""


def models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def ways(model: type[Model], seen: tuple[type[Model], ...] = ()) -> Iterator[tuple[str, str]]:
    """(path, why) of each way by which a model leads to a person."""
    for field in model._meta.concrete_fields:
        related = field.related_model
        if isinstance(related, type) and related is not model and related not in seen:
            if related is Contact:
                yield field.name, f"leads to a contact by “{field.name}”"
            elif related._meta.label not in NOT_PERSONAL:
                for path, _why in ways(related, (*seen, model)):
                    yield f"{field.name}__{path}", f"leads to a contact by “{field.name}__{path}”"
        elif is_address(field):
            yield "contact", f"holds an address in “{field.name}”"


def is_address(field: Field) -> bool:  # type: ignore[type-arg]
    return isinstance(field, EmailField) or field.name in ADDRESSES


def missing(known: set[type[Model]]) -> list[str]:
    found = []
    for model in models():
        way = next(ways(model), None)
        if way and model not in known and model._meta.label not in NOT_PERSONAL:
            told = {"label": model._meta.label, "name": model.__name__, "path": way[0]}
            found.append(TO_DO.format(why=way[1], app=model._meta.app_label, **told))
    return found


def test_promise_19_every_model_that_leads_to_a_person_is_in_the_register() -> None:
    faults = missing({entry.model for entry in entries()})

    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.mark.parametrize(
    "label", ["consultations.TimeRequest", "courses.LastWord", "contacts.Contact"]
)
def test_a_model_without_an_entry_is_named_with_what_to_do(label: str) -> None:
    known = {entry.model for entry in entries()} - {apps.get_model(label)}

    (told,) = missing(known)

    assert told.strip().startswith(label)
    assert "Add to " in told
