"""Promise 21: a guide is asked for at once, whatever became of the broker."""

import threading

import pytest

from guides import tasks
from health import wake

pytestmark = pytest.mark.slow


def test_promise_21_a_guide_is_asked_for_while_the_broker_hangs(
    client, attempt, at, moment, monkeypatch, django_capture_on_commit_callbacks
):
    at(moment)
    asked, release = threading.Event(), threading.Event()

    def hang(**_options):
        asked.set()
        release.wait(30)

    monkeypatch.setattr(tasks.build_due, "apply_async", hang)

    monkeypatch.setattr(wake, "_nudger", wake.Nudger())
    monkeypatch.setattr(wake, "is_waiting", lambda *_given: False)  # a wake of an earlier test

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            f"/guide/for/{attempt.key}/", {"email": "robin@example.org", "zone": "Europe/Berlin"}
        )

    assert answer.status_code == 302  # it came though the broker still hangs
    assert asked.wait(10)
    release.set()
