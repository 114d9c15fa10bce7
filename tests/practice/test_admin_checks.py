"""System checks ask no table: they run before `migrate` has made any."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.core.checks import run_checks
from unfold.decorators import action

from practice.admin_base import DeskAdmin
from practice.models import Practice

pytestmark = pytest.mark.slow


def test_checks_of_the_desk_hold_without_a_database() -> None:
    # Without a mark this test may not ask the database: a check that did would raise.
    assert run_checks(tags=["admin"]) == []


@pytest.mark.parametrize("name", ["practice.paint_practice", "no_such", "mail.view_practice"])
def test_permission_of_an_action_that_no_model_has_is_named(name: str) -> None:
    class Painted(DeskAdmin):
        actions_detail = ("paint",)

        @action(permissions=[name])
        def paint(self, request: object, object_id: object) -> None:
            """Nothing."""

    [found] = Painted(Practice, admin.site).check()

    assert name in found.msg
