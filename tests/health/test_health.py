"""Heartbeats, ticks, counters and the two health pages."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from health import actions, views
from health.clock import real_now
from health.models import Counter, Tick

pytestmark = pytest.mark.django_db


def test_tick_keeps_its_count_and_forgets_an_old_error() -> None:
    with pytest.raises(ValueError, match="boom"), actions.tick("mail.send_due"):
        raise ValueError("boom")
    assert Tick.objects.get().error == "ValueError"

    with actions.tick("mail.send_due") as run:
        run.count = 3

    assert Tick.objects.values_list("count", "error").get() == (3, "")


def test_counter_counts_by_day(moment: datetime) -> None:
    actions.count("landing", now=moment)
    actions.count("landing", now=moment)
    actions.count("landing", now=moment + timedelta(days=1))

    assert list(Counter.objects.order_by("day").values_list("count", flat=True)) == [2, 1]


def test_healthz_answers_without_a_database_query(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert client.get("/healthz").content == b"ok\n"


def test_readyz_names_what_is_missing_and_is_ready_when_all_is_heard(client: Client) -> None:
    missing = client.get("/readyz")
    assert missing.status_code == 503
    assert missing.json()["workers"] is False

    actions.beat(worker="one", kind="mail")
    for name in views.WATCHED:
        with actions.tick(name):
            pass

    assert client.get("/readyz").status_code == 200


def test_readyz_says_that_pages_fail_without_collected_files(
    client: Client, settings: Settings
) -> None:
    manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    settings.STATIC_ROOT = "/does/not/exist"

    assert client.get("/readyz").json()["pages"] is False


def test_readyz_is_not_ready_after_a_tick_failed(client: Client) -> None:
    actions.beat(worker="one", kind="mail")
    for name in views.WATCHED:
        Tick.objects.create(name=name, started_at=real_now(), finished_at=real_now(), error="E")

    assert client.get("/readyz").status_code == 503
