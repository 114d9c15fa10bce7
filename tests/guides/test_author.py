"""The author's side: content in and out, faults, publishing, previews, trying again."""

import json
import re

import pytest
import weasyprint
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from assessments.models import Passage
from guides import actions, pdf, pictures, preview_child, tasks
from guides.documents import GUIDE
from guides.models import Guide, GuideCopy
from guides.schema import GuideBody, Section
from health import heartbeat
from health.models import Tick
from offers import files as offer_files
from practice.look import Look
from practice.models import Practice
from publishing import actions as publishing
from publishing.actions import content
from tests.documents import write_passage
from tests.guides.conftest import answers
from tests.offers import HOME
from tests.sections import section, write
from writing.errors import Refused

pytestmark = pytest.mark.slow

FOLDER = HOME


def test_starter_content_is_in_place_after_loading(guide):
    assert content.differences(GUIDE, FOLDER) == []


def test_differences_name_the_section_and_what_changed(guide, moment):
    write(guide, "mirror", title="Other", now=moment)

    (line,) = content.differences(GUIDE, FOLDER)

    assert line.startswith(f"guide {guide.slug}: Section “")
    assert line.endswith("”: Title")


def test_exported_content_is_what_was_loaded(guide, tmp_path, moment):
    content.export(GUIDE, tmp_path, offer=guide.offer)
    offer_files.write(tmp_path, {"name": "Its offer", "slug": guide.offer.slug})

    assert content.differences(GUIDE, tmp_path) == []
    written = {path.name for path in (tmp_path / "guide").glob("*.md")}
    assert written == {path.name for path in (FOLDER / "guide").glob("*.md")}


def test_loaded_files_keep_the_columns_and_name_what_is_not_there(guide, tmp_path, moment):
    content.export(GUIDE, tmp_path, offer=guide.offer)
    offer_files.write(tmp_path, {"name": "Its offer", "slug": guide.offer.slug})
    top = (tmp_path / "guide.yaml").read_text()
    top = top.replace(f"course: {guide.course.slug}", "course: gone")
    (tmp_path / "guide.yaml").write_text(top)

    with pytest.raises(Refused, match="gone"):
        content.load(GUIDE, tmp_path, now=moment)

    guide.refresh_from_db()
    assert guide.course is not None


def test_words_of_the_box_go_along_in_files_and_in_copies(guide, tmp_path, moment):
    guide.own_sharing_wording = "{{ practice.author_name }} may read them, to learn."
    guide.save()
    content.export(GUIDE, tmp_path, offer=guide.offer)
    offer_files.write(tmp_path, {"name": "Its offer", "slug": guide.offer.slug})
    Guide.objects.update(own_sharing_wording="")

    content.load(GUIDE, tmp_path, now=moment)

    loaded = Guide.objects.get()
    copied = publishing.copy(loaded, slug="another", now=moment)
    words = {loaded.own_sharing_wording, copied.own_sharing_wording}
    assert words == {guide.own_sharing_wording}


def test_words_of_the_box_ask_for_nothing_but_the_practice(guide, tmp_path, moment):
    content.export(GUIDE, tmp_path, offer=guide.offer)
    offer_files.write(tmp_path, {"name": "Its offer", "slug": guide.offer.slug})
    top = (tmp_path / "guide.yaml").read_text()
    top = top.replace("own_sharing_wording: ''", "own_sharing_wording: '{{ first_name }}'")
    (tmp_path / "guide.yaml").write_text(top)

    with pytest.raises(Refused, match="“first_name” is not known here"):
        content.load(GUIDE, tmp_path, now=moment)


def test_publishing_the_same_words_makes_no_new_version(guide, moment):
    assert publishing.publish(guide, now=moment) == guide.published
    assert guide.revisions.published().count() == 1


def test_published_version_is_frozen_and_earlier_copies_keep_theirs(ask, guide, moment):
    copy = ask()
    publishing.publish(write(guide, "mirror", text="New words.", now=moment), now=moment)

    copy.refresh_from_db()
    old = actions.document_of(copy, medium="page")

    assert "New words." not in "".join(chapter.html for chapter in old.chapters)
    assert copy.revision != Guide.objects.get().published


def test_copy_made_before_everything_changed_says_the_same_again(ask, guide, made, moment):
    copy = ask()
    made()
    copy.refresh_from_db()
    before = actions.document_of(copy, medium="paper")
    for one in guide.body.sections:
        write(guide, one.key, title="Other", text="Other words.", now=moment)
    for passage in Passage.objects.all():
        cells = dict.fromkeys(passage.body.texts(), "Another passage.")
        write_passage(passage=passage, cells=cells, now=moment)
        publishing.publish(passage, now=moment)
    Practice.objects.update_or_create(pk=1, defaults={"author_name": "Another", "name": "Other"})
    body = guide.body.model_copy(update={"title": "Another title"})
    publishing.save(guide, body=body, now=moment)
    publishing.publish(guide, now=moment)

    again = actions.document_of(GuideCopy.objects.get(), medium="paper")

    assert again == before


def test_command_gives_the_words_of_the_published_guide_and_asks_for_no_person(
    ask, moment, monkeypatch, tmp_path, django_assert_max_num_queries
):
    copy = ask(paper="letter")
    printed = []
    monkeypatch.setattr(pdf, "pdf", lambda document, *, paper: printed.append(document) or b"%PDF")
    sheet = FOLDER / "samples" / "push.json"

    with django_assert_max_num_queries(4) as asked:
        call_command("make_guide", answers=sheet, out=tmp_path / "guide.pdf", paper="letter")

    (document,) = printed
    copy.claimed_at = moment
    own = actions.document_of(copy, medium="paper")
    assert document.chapters[2:-1] == own.chapters[2:-1]
    said = " ".join(query["sql"] for query in asked.captured_queries)
    assert set(re.findall(r'FROM "(\w+)"', said)) <= {
        *("guides_guide", "assessments_assessment", "assessments_edition", "practice_practice"),
        "publishing_revision",
    }
    assert not re.search("INSERT|UPDATE|DELETE", said)


def test_publishing_names_every_fault_by_its_box_and_line(guide, moment):
    write(guide, "mirror", text="Fine.\n\n{{ password }}", title="", now=moment)
    write(guide, "cover", key="roadmap", condition="profile is nobody", now=moment)

    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(guide, now=moment)

    found = [(one.place, one.line) for _guide, one in refused.value.findings]
    assert found == [
        ("sections/cover/condition", 0),
        ("sections/mirror/title", 0),
        ("sections/mirror/text", 3),
        ("sections/roadmap/key", 0),
    ]


def test_guide_shows_its_sections_one_after_another_each_with_an_address(admin_client, guide):
    body = admin_client.get(f"/admin/guides/guide/{guide.pk}/change/").text

    at = [body.index(f'id="body-sections:{one.id}"') for one in guide.body.sections]
    assert at == sorted(at)
    assert "Section “The mirror” · chapter" in body


def posted(client, guide, **changed):
    """What a browser would send from the open page; `mirror__text` names a box of a section."""
    form = client.get(f"/admin/guides/guide/{guide.pk}/change/").context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    sent = {name: str(value) for name, value in data.items() if value not in (None, False)}
    boxes = {
        "body-" + (name if "__" not in name else f"sections:{name.replace('__', ':')}"): value
        for name, value in changed.items()
    }
    return sent | boxes


def test_two_people_in_two_sections_both_keep_their_words(admin_client, guide, moment):
    older = posted(admin_client, guide, mirror__text="Words of one.")
    write(guide, "roadmap", text="Words of another.", now=moment)

    admin_client.post(f"/admin/guides/guide/{guide.pk}/change/", older)

    guide.refresh_from_db()
    assert section(guide, "mirror").text == "Words of one."
    assert section(guide, "roadmap").text == "Words of another."


def test_section_is_moved_removed_and_copied_without_javascript(admin_client, guide):
    url = f"/admin/guides/guide/{guide.pk}/change/"
    keys = [one.key for one in guide.body.sections]

    admin_client.post(
        url,
        posted(admin_client, guide)
        | {"body-sections:mirror-place": "0.5", "body-sections:cover-remove": "on"},
    )
    copied = posted(admin_client, guide) | {"copy_item": "sections/mirror/m2"}
    answer = admin_client.post(url, copied)

    guide.refresh_from_db()
    sections = guide.body.sections
    rest = [key for key in keys if key not in ("mirror", "cover")]
    assert [one.key for one in sections] == ["mirror", "", *rest]
    assert (sections[1].title, sections[1].anchor) == ("Copy of The mirror", "s-m2")
    assert answer.url == f"{url}#body-sections:m2"


def test_passage_published_by_itself_goes_into_the_published_guide(guide, moment):
    write(guide, "mirror", text="Half a new thought", now=moment)
    passage = Passage.objects.get(key="guide_profile")
    write_passage(passage=passage, cells={"push": "Quite new words."}, now=moment)
    assert "Quite new words." not in json.dumps(guide.published.closure)

    outcome = publishing.publish_ready([passage], now=moment)

    guide.refresh_from_db()
    assert outcome.renewed == [guide]
    assert "Quite new words." in json.dumps(guide.published.closure)
    assert "Half a new thought" not in json.dumps(guide.published.body)
    assert section(guide, "mirror").text == "Half a new thought"


def test_draft_of_a_passage_stays_out_of_a_guide_that_is_published(guide, moment):
    passage = Passage.objects.get(key="guide_profile")
    write_passage(passage=passage, cells={"push": "Half a thought"}, now=moment)

    publishing.publish(write(guide, "mirror", text="New.", now=moment), now=moment)

    assert "Half a thought" not in json.dumps(guide.published.closure)


@pytest.mark.parametrize("page", ["guide", "guidecopy"])
def test_every_list_and_page_opens(admin_client, ask, page):
    ask()
    row = {"guide": Guide, "guidecopy": GuideCopy}[page]

    assert admin_client.get(f"/admin/guides/{page}/").status_code == 200
    pk = row.objects.first().pk
    assert admin_client.get(f"/admin/guides/{page}/{pk}/change/").status_code == 200


UNQUICK = preview_child.preview
SECONDS = preview_child.SECONDS


@pytest.fixture
def look(admin_client, guide, monkeypatch):
    """`look(person=…)` opens the preview; the press and the pictures are quick."""

    def quick(_source, *, paper, as_pictures, **_more):
        drawn = ["data:image/png;base64,AAAA"] * 3 if as_pictures else []
        return preview_child.PaperPreview(b"%PDF" + paper.encode(), drawn)

    monkeypatch.setattr(preview_child, "preview", quick)
    url = f"/admin/guides/guide/{guide.pk}/preview/"
    return lambda **given: admin_client.post(url, {"paper": "letter", **given})


def test_draft_is_shown_as_a_sample_person_pages_beside_words(look):
    body = look(person="push").content.decode()

    assert body.count("data:image/png") == 3
    assert "Hello Robin," in body
    assert "How this work leans: Carrying the Hope" in body


def test_preview_says_words_and_grade_of_every_sample_person(look):
    body = look(person="push").content.decode()

    rows = re.findall(r"<tr><td>([^<]*: [^<]+)</td><td>(\d+)</td><td>([\d.]+)</td>", body)
    assert len(rows) == 7
    assert all(int(words) > 2_500 and float(grade) <= 9 for _who, words, grade in rows)


def test_draft_is_shown_as_somebody_whose_answers_are_pasted(look):
    sheet = json.dumps({"first_name": "Noor", "answers": answers("ally")})

    assert "Hello Noor," in look(sheet=sheet).content.decode()


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ("not json", "it is not JSON"),
        ('{"answers": {"i99": 3}}', "i99"),
        ('{"answers": {"i01": "<svg>"}}', "i01"),
        ("", "Choose a person"),
    ],
)
def test_wrong_sheet_is_said_beside_it_in_one_sentence(look, sheet, said):
    response = look(sheet=sheet)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert "Traceback" not in response.content.decode()


def test_file_of_the_draft_opens(look):
    response = look(person="ally", file="yes")

    assert response["Content-Type"] == "application/pdf"
    assert response.content == b"%PDFletter"


def test_draft_too_long_for_paper_is_said_in_one_sentence(look, monkeypatch):
    monkeypatch.setattr(preview_child, "MOST_HTML", 1000)
    monkeypatch.setattr(preview_child, "preview", UNQUICK)

    response = look(person="push")

    assert response.status_code == 422
    assert "too long to be set on paper here" in response.content.decode()


@pytest.mark.timeout(120)
def test_nine_thousand_paragraphs_are_given_up_within_limits(monkeypatch):
    """They took a web thread a minute; what matters is that it is told, not how fast."""
    monkeypatch.setattr(preview_child, "SECONDS", SECONDS)
    source = "<html lang=en><body>" + "<p>A paragraph.</p>" * 9_000 + "</body></html>"

    with pytest.raises(preview_child.TooMuch):
        UNQUICK(source, paper="a4", look=Look(accent="#335566"), drawn={}, as_pictures=True)


def test_page_is_set_in_the_child_with_its_pictures():
    source = "<html lang=en><body><h1>One</h1><p>A paragraph.</p></body></html>"

    made = UNQUICK(source, paper="letter", look=Look(accent="#335566"), drawn={}, as_pictures=True)

    assert made.file.startswith(b"%PDF")
    assert [page[:22] for page in made.pages] == ["data:image/png;base64,"]


def test_pages_become_pictures():
    made = weasyprint.HTML(string="<p>One</p><p style='break-before: page'>Two</p>").write_pdf()

    one, two = pictures.pages(made)

    assert one.startswith("data:image/png;base64,")
    assert one != two


def test_page_of_a_guide_says_by_name_whom_each_section_is_for(admin_client, guide, moment):
    write(guide, "cover", condition='profile == "push"', now=moment)

    body = admin_client.get(f"/admin/guides/guide/{guide.pk}/change/").text

    assert "cover · only when profile “Carrying the Hope”" in body


def test_given_up_copy_shows_why_and_can_be_tried_again(admin_client, ask):
    copy = ask()
    GuideCopy.objects.update(state="failed", error="OSError: no space left")
    url = f"/admin/guides/guidecopy/{copy.pk}/change/"
    body = admin_client.get(url).content.decode()
    assert "OSError: no space left" in body
    assert "Try again" in body

    button = reverse("admin:guides_guidecopy_try_again", args=[copy.pk])
    question = admin_client.get(button).text
    assert "Make this guide again" in question
    assert f'href="{url}">No, go back' in question
    assert GuideCopy.objects.get().state == GuideCopy.State.FAILED

    admin_client.post(button, {"sure": "1"})

    assert GuideCopy.objects.get().state == GuideCopy.State.WANTED


def test_tick_makes_what_is_wanted_and_is_recorded(ask, press, at, moment, monkeypatch):
    at(moment)
    monkeypatch.setattr(heartbeat, "name", lambda _kind: "guides-worker")
    ask()

    assert tasks.build_due() == 1

    assert Tick.objects.get(name="guides.build_due").count == 1


def test_publishing_a_second_guide_for_the_same_assessment_says_who_gets_which(
    admin_client, guide, moment
):
    body = GuideBody(title="A second guide", sections=[Section(title="Only", text="Hello.")])
    second = publishing.create(Guide(slug="second", offer=guide.offer), body=body, now=moment)

    answer = admin_client.post(
        f"/admin/guides/guide/{second.pk}/change/",
        posted(admin_client, second) | {"guides_guide_publish_it": "1"},
        follow=True,
    )

    assert Guide.objects.get(pk=second.pk).published is not None
    assert f"still get “{guide}”, which was there first" in answer.text


def test_page_of_a_new_guide_opens(admin_client: Client, guide: Guide) -> None:
    assert admin_client.get(reverse("admin:guides_guide_add")).status_code == 200
