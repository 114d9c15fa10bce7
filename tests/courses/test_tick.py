"""Three beats, every task delivered three times: the same mails. And the due question's plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection

from courses import tasks
from courses.models import Course, Enrollment, Progress
from courses.rehearsal import rehearse
from mail.models import Message
from tests.courses.conftest import deliver, sent
from writing.segments import Facts

Join = Callable[..., Enrollment]


def test_three_beats_and_every_task_three_times_change_nothing(
    joined: Join, course: Course, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    places = [joined("a@example.org"), joined("b@example.org", zone="Pacific/Auckland")]
    plans = {
        place.pk: [
            (one.card.subject, one.at)
            for one in rehearse(course.plan(), facts=Facts(), zone=place.zone, start=moment)
        ]
        for place in places
    }

    for now in sorted({when for plan in plans.values() for _subject, when in plan}):
        at(now)
        for _beat in range(3):
            for _delivery in range(3):
                tasks.queue_due()
            deliver(now)

    assert {place.pk: sent(place.contact) for place in places} == plans
    assert Message.objects.count() == Progress.objects.count() == 16


def explained(query: str, params: tuple[object, ...]) -> str:
    """The plan of a query; a table this small would be read whole, were that not forbidden."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        asks = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{asks} {query}", params)
        return "\n".join(str(column) for row in cursor.fetchall() for column in row)


def test_question_of_who_is_due_reads_its_own_index(joined: Join, moment: datetime) -> None:
    joined()
    due = Enrollment.objects.due(moment).values_list("pk", flat=True)[:500]

    plan = explained(*due.query.sql_with_params())

    assert "enrollment_due" in plan
    if connection.vendor == "postgresql":
        assert "Seq Scan on courses_enrollment" not in plan
