"""What somebody else changed while a step was open, told box by box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django.forms import BaseFormSet, Form
from django.http import QueryDict
from django.utils.translation import gettext as _

from desk.actions.offer_edit import Clash
from publishing import places
from publishing.forms import conflict_words, said_by
from publishing.merge import GONE

Box = tuple[Form, str]
"""A form and the name of one of its fields."""


class ConflictWords(Protocol):
    """The two answers of a step that are asked here."""

    def box(self, clash: Clash, forms: dict[str, Any]) -> Box | None: ...

    def theirs(self, clash: Clash) -> Any: ...


def as_sent(forms: dict[str, Any], saved: dict[str, Any]) -> QueryDict:
    """Unbound forms as a browser would send them. `saved` are those of what is saved now: what was
    not there is new again, and what a form was opened with is what they say.
    """
    data = QueryDict(mutable=True)
    rows = {str(row["id"].value()): row for row in saved["rows"].forms} if "rows" in saved else {}
    for key, form in forms.items():
        for sub_form in form.forms if isinstance(form, BaseFormSet) else [form]:
            was = rows.get(str(sub_form["id"].value())) if "id" in sub_form.fields else saved[key]
            for bound in sub_form:
                source = bound
                if bound.name.startswith("was"):
                    source = was and was[bound.name]
                elif bound.name == "id" and "was" in sub_form.fields:  # a row, not an item
                    source = was and bound
                value = source.value() if source else ""
                values = value if isinstance(value, list | tuple) else [value]
                data.setlist(
                    bound.html_name, ["" if value is None else str(value) for value in values]
                )
        if isinstance(form, BaseFormSet):
            data["form-TOTAL_FORMS"], data["form-INITIAL_FORMS"] = str(len(form.forms)), "0"
    return data


def tell(
    step: ConflictWords, forms: dict[str, Any], clashes: Sequence[Clash]
) -> list[tuple[str, str]]:
    """Each clash at its box; those that have none, by name with what the others say."""
    for form in forms.values():
        form.is_valid()
    left = []
    for clash in clashes:
        message, field = words(step, clash), step.box(clash, forms)
        if field is None:
            left.append((name_of(clash), message))
        else:
            form, name = field
            form.add_error(name, message)
    return left


def words(step: ConflictWords, clash: Clash) -> str:
    """What is told of a clash."""
    who = said_by(clash.revision.made_by) if clash.revision else _("Somebody")
    if clash.conflict.mine is GONE:
        message = _(
            "%(who)s changed this while you took it out, so it still stands. Take it out again if "
            "you like, and save."
        )
        return message % {"who": who}
    if clash.conflict.theirs is GONE:
        message = _(
            "%(who)s took this out while this page was open. Yours still stands here: save again "
            "to keep it, or empty its boxes."
        )
        return message % {"who": who}
    return conflict_words(who, step.theirs(clash))


def name_of(clash: Clash) -> str:
    """The place in the author's words."""
    if clash.document is None:
        return ""
    body, place = clash.document.read(), clash.conflict.place
    try:
        return places.name_of(type(body), places.flat(body), place) if place else str(body)
    except KeyError:
        return ""


def box_in(rows: BaseFormSet[Any], place: str, name: str = "") -> Box | None:
    """The box of a place in the row of its item or text; its first one where it has none."""
    parts = place.split("/")
    row = next((row for row in rows.forms if str(row["id"].value() or "-") in parts), None)
    if row is None:
        return None
    name = name or parts[-1]
    return row, name if name in row.fields else row.visible_fields()[0].name
