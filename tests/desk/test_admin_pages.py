"""Every list, add and change page of the admin opens, for a full house and for an empty one."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models
from django.test import Client
from django.urls import reverse

from contacts.models import Contact

pytestmark = pytest.mark.slow

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OPENS = (200, 302)


def names(model: type[models.Model]) -> str:
    return model._meta.label_lower


def address(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_list_opens_with_rows_and_without(
    model: type[models.Model], author: Client, request: pytest.FixtureRequest
) -> None:
    empty = author.get(address(model, "changelist"))
    request.getfixturevalue("robin")
    full = author.get(address(model, "changelist"), follow=True)

    assert empty.status_code in OPENS
    assert full.status_code == 200
    assert author.get(address(model, "changelist"), {"q": "robin"}, follow=True).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_add_page_opens_or_is_closed(
    model: type[models.Model], author: Client, robin: Contact
) -> None:
    answer = author.get(address(model, "add"))

    begins_with_its_path = answer.headers.get("Location") == "/admin/offers/offer/begin/"
    assert answer.status_code in (200, 403) or begins_with_its_path


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_every_rows_page_opens(model: type[models.Model], author: Client, robin: Contact) -> None:
    for row in model._default_manager.order_by("pk")[:30]:
        answer = author.get(address(model, "change", row.pk), follow=True)

        assert answer.status_code == 200, row
        assert author.get(address(model, "history", row.pk)).status_code == 200, row


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_no_page_shows_json(model: type[models.Model], author: Client, robin: Contact) -> None:
    shown = admin.site._registry[model]
    request = author.get(address(model, "changelist"), follow=True).wsgi_request
    request.user = get_user_model()._default_manager.get(username="author")
    fields = {
        field.name for field in model._meta.get_fields() if isinstance(field, models.JSONField)
    }
    row = model._default_manager.first()

    assert not fields & set(shown.get_list_display(request))
    if row is not None:
        if shown.has_change_permission(request, row):
            fields &= set(shown.get_form(request, row, change=True).base_fields)
        else:
            sets = shown.get_fieldsets(request, row)
            fields &= {name for _title, options in sets for name in options["fields"]}
        # A list of week days is a row of boxes, not JSON.
        assert fields <= {"send_days"}
