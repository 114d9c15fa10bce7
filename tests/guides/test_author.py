"""The author's side: content in and out, faults, publishing, previews, trying again."""

import pytest
from django.conf import settings
from django.urls import reverse

from guides import actions, pdf, starter, tasks
from guides.models import Guide, GuideCopy, GuideEdition, Section
from pulse import worker
from pulse.models import Tick
from writing.faults import Refused

FOLDER = settings.CONTENT_DIR


def test_starter_content_is_in_place_after_loading(guide):
    assert starter.differences(FOLDER) == []


def test_differences_name_the_file_and_what_changed(guide):
    Section.objects.filter(key="mirror").update(title="Other")

    assert starter.differences(FOLDER) == ["guide/06-mirror.md: title"]


def test_exported_content_is_what_was_loaded(guide, tmp_path, moment):
    starter.export(tmp_path)

    assert starter.differences(tmp_path) == []
    assert len(list((tmp_path / "guide").glob("*.md"))) == 13


def test_publishing_the_same_words_makes_no_new_version(guide, moment):
    assert actions.publish(guide=guide, now=moment) == guide.edition
    assert GuideEdition.objects.count() == 1


def test_published_version_is_frozen_and_earlier_copies_keep_theirs(ask, guide, moment):
    copy = ask()
    Section.objects.filter(key="mirror").update(body="New words.")
    actions.publish(guide=guide, now=moment)

    copy.refresh_from_db()
    old = actions.document_of(copy, medium="page")

    assert copy.edition.number == 1
    assert "New words." not in "".join(chapter.html for chapter in old.chapters)
    assert Guide.objects.get().edition.number == 2


def test_publishing_names_every_fault_by_section_and_line(guide, moment):
    Section.objects.filter(key="mirror").update(body="Fine.\n\n{{ password }}")

    with pytest.raises(Refused) as refused:
        actions.publish(guide=guide, now=moment)

    assert "The mirror, line 3" in str(refused.value)


def test_fault_is_refused_when_a_section_is_saved(admin_client, guide):
    section = Section.objects.get(key="mirror")
    data = {
        "guide": guide.pk,
        "position": 6,
        "key": "mirror",
        "kind": "chapter",
        "title": "The mirror",
        "condition": "profile is nobody",
        "body": "{{ password }}",
    }
    url = f"/admin/guides/section/{section.pk}/change/"

    condition = admin_client.post(url, data).content.decode()
    body = admin_client.post(url, {**data, "condition": ""}).content.decode()

    assert "is no key of profile" in condition
    assert "Line 1" in body
    assert Section.objects.get(pk=section.pk).body == section.body


@pytest.mark.parametrize("page", ["guide", "section", "guideedition", "guidecopy"])
def test_every_list_and_page_opens(admin_client, ask, page):
    ask()
    row = {"guide": Guide, "section": Section, "guideedition": GuideEdition}.get(page, GuideCopy)

    assert admin_client.get(f"/admin/guides/{page}/").status_code == 200
    pk = row.objects.first().pk
    assert admin_client.get(f"/admin/guides/{page}/{pk}/change/").status_code == 200


def test_draft_can_be_previewed_as_a_sample_person(admin_client, guide, monkeypatch):
    seen = []
    monkeypatch.setattr(pdf, "pdf", lambda document, *, paper: seen.append(document) or b"%PDF")

    url = f"/admin/guides/guide/{guide.pk}/preview.pdf?person=push&paper=letter"
    response = admin_client.get(url)

    assert response["Content-Type"] == "application/pdf"
    assert seen[0].reader_name == "Robin"


def test_given_up_copy_shows_why_and_can_be_tried_again(admin_client, ask):
    copy = ask()
    GuideCopy.objects.update(state="failed", error="OSError: no space left")
    url = f"/admin/guides/guidecopy/{copy.pk}/change/"
    body = admin_client.get(url).content.decode()
    assert "OSError: no space left" in body
    assert "Try again" in body

    admin_client.get(reverse("admin:guides_guidecopy_try_again", args=[copy.pk]))

    assert GuideCopy.objects.get().state == GuideCopy.State.WANTED


def test_tick_makes_what_is_wanted_and_is_recorded(ask, press, at, moment, monkeypatch):
    at(moment)
    monkeypatch.setattr(worker, "name", lambda _kind: "guides-worker")
    ask()

    assert tasks.build_due() == 1

    assert Tick.objects.get(name="guides.build_due").count == 1
