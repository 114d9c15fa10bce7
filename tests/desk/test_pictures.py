"""Nothing is published that shows a picture which nobody uploaded."""

from __future__ import annotations

from datetime import datetime

import pytest

import courses.actions
import guides.actions
import mail.actions
from courses.models import Lesson
from guides.models import Guide, Section
from mail.models import SystemLetter
from practice.models import Image
from writing.faults import Refused

TEXT = "Look.\n\n::: picture garden-gate\nA gate in a hedge.\n:::\n"


def publish_lesson(moment: datetime) -> object:
    return courses.actions.publish(lesson=Lesson.objects.all()[0], now=moment)


def publish_letter(moment: datetime) -> object:
    return mail.actions.publish_system(draft=SystemLetter.objects.all()[0], now=moment)


def publish_guide(moment: datetime) -> object:
    return guides.actions.publish(guide=Guide.objects.get(), now=moment)


@pytest.mark.parametrize(
    ("model", "publish"),
    [(Lesson, publish_lesson), (SystemLetter, publish_letter), (Section, publish_guide)],
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
