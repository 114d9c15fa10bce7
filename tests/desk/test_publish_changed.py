"""“Publish everything that changed”: on Home, one list, one button, what was left and why."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from assessments.models import Passage
from desk.actions import roles
from guides.models import Guide
from tests.documents import write_passage
from tests.sections import write

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),  # Unfold's
]
PAGE = "desk:publish"


@pytest.fixture
def guide(house: None, moment: datetime) -> Guide:
    """Its mirror and a passage it uses have changed; a second section has a fault."""
    passage = Passage.objects.get(key="guide_profile")
    write_passage(passage=passage, cells={"push": "Quite new words."}, now=moment)
    return write(Guide.objects.get(), "mirror", text="A new mirror.", now=moment)


def test_home_says_how_many_texts_wait(author: Client, guide: Guide) -> None:
    home = author.get(reverse("admin:index")).text

    assert "2 texts have changes that readers do not get yet" in home
    assert f'href="{reverse(PAGE)}"' in home


def test_list_says_where_each_changed_and_whom_it_reaches(author: Client, guide: Guide) -> None:
    page = author.get(reverse(PAGE)).text

    assert "Section “The mirror”: Text" in page
    assert "Guides made from now on read like this." in page
    assert f"“{guide}” goes out again with it." in page
    assert "Publish all 2 that are ready" in page
    assert guide.published == Guide.objects.get().published


def test_one_button_publishes_all_that_are_ready(author: Client, guide: Guide) -> None:
    answer = author.post(reverse(PAGE), follow=True)

    guide.refresh_from_db()
    assert guide.published is not None
    assert guide.published.read() == guide.read()
    assert "Quite new words." in json.dumps(guide.published.closure)
    assert "2 texts were published." in answer.text
    assert "Readers get every published text" in answer.text


def test_what_is_not_ready_is_left_and_said_with_its_reason(
    author: Client, guide: Guide, moment: datetime
) -> None:
    write(guide, "mirror", title="", now=moment)
    before = guide.published

    looked = author.get(reverse(PAGE)).text
    answer = author.post(reverse(PAGE), follow=True)

    guide.refresh_from_db()
    assert "A section needs a title." in looked
    assert "1 text was published." in answer.text
    assert f"“{guide}” was left as it is" in answer.text
    assert guide.published is not None
    assert before is not None
    assert guide.published.body == before.body
    assert "Quite new words." in json.dumps(guide.published.closure)


def test_page_of_a_passage_leads_there(author: Client, guide: Guide) -> None:
    row = Passage.objects.get(key="guide_profile")

    page = author.get(reverse("admin:assessments_passage_change", args=[row.pk])).text

    assert f'href="{reverse(PAGE)}"' in page


def test_those_who_write_no_texts_publish_none(guide: Guide) -> None:
    roles.settle()
    user = get_user_model().objects.create_user(username="assistant", is_staff=True)
    user.groups.add(Group.objects.get(name="assistant"))
    client = Client()
    client.force_login(user)

    assert client.get(reverse(PAGE)).status_code == 403
    assert client.post(reverse(PAGE)).status_code == 403
