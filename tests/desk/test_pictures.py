"""Nothing is published that shows a picture which nobody uploaded."""

from __future__ import annotations

from datetime import datetime

import pytest

from courses.models import Lesson
from guides.models import Guide
from mail.models import SystemLetter
from practice.models import Image
from publishing import actions as publishing
from publishing.models import Document
from tests.documents import reword
from tests.sections import write

pytestmark = pytest.mark.slow

TEXT = "Look.\n\n::: picture garden-gate\nA gate in a hedge.\n:::\n"


def test_picture_that_is_not_there_keeps_a_guide_from_being_published(
    house: None, moment: datetime
) -> None:
    guide = write(Guide.objects.get(), "mirror", text=TEXT, now=moment)

    with pytest.raises(publishing.NotReady, match="no picture “garden-gate”"):
        publishing.publish(guide, now=moment)

    Image.objects.create(file="images/gate.jpg", name="garden-gate", alt="A gate in a hedge")
    publishing.publish(guide, now=moment)


@pytest.mark.parametrize("model", [SystemLetter, Lesson])
def test_picture_that_is_not_there_keeps_a_letter_from_being_published(
    house: None, moment: datetime, model: type[Document]
) -> None:
    draft = model._default_manager.all()[0]
    reword(draft, text=TEXT)

    with pytest.raises(publishing.NotReady, match="no picture “garden-gate”"):
        publishing.publish(draft, now=moment)

    Image.objects.create(file="images/gate.jpg", name="garden-gate", alt="A gate in a hedge")
    publishing.publish(draft, now=moment)
