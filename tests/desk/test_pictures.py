"""Nothing is published that shows a picture which nobody uploaded."""

from __future__ import annotations

from datetime import datetime

import pytest

import courses.actions
import guides.actions
from courses.models import Lesson
from guides.models import Guide, Section
from mail.models import SystemLetter
from practice.models import Image
from publishing import actions as publishing
from tests import letters
from writing.faults import Refused

TEXT = "Look.\n\n::: picture garden-gate\nA gate in a hedge.\n:::\n"


def publish_lesson(moment: datetime) -> object:
    return courses.actions.publish(lesson=Lesson.objects.all()[0], now=moment)


def publish_guide(moment: datetime) -> object:
    return guides.actions.publish(guide=Guide.objects.get(), now=moment)


@pytest.mark.parametrize(
    ("model", "publish"),
    [(Lesson, publish_lesson), (Section, publish_guide)],
)
def test_picture_that_is_not_there_keeps_a_text_from_being_published(
    house: None, moment: datetime, model: type[Lesson], publish: object
) -> None:
    row = model._default_manager.all()[0]
    model._default_manager.filter(pk=row.pk).update(body=TEXT)

    with pytest.raises(Refused, match="no picture “garden-gate”"):
        publish(moment)  # type: ignore[operator]

    Image.objects.create(file="images/gate.jpg", name="garden-gate", alt="A gate in a hedge")
    publish(moment)  # type: ignore[operator]


def test_picture_that_is_not_there_keeps_a_letter_from_being_published(
    house: None, moment: datetime
) -> None:
    draft = SystemLetter.objects.get(key="guide")
    letters.rewrite(draft, text=TEXT, now=moment)

    with pytest.raises(publishing.NotReady, match="no picture “garden-gate”"):
        publishing.publish(draft, now=moment)

    Image.objects.create(file="images/gate.jpg", name="garden-gate", alt="A gate in a hedge")
    publishing.publish(draft, now=moment)
