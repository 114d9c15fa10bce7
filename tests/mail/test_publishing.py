"""Publishing freezes words and layout; what may not be published says why."""

from __future__ import annotations

from datetime import datetime

import pytest

from contacts.models import Contact
from mail import actions, render
from mail.documents import SYSTEM_LETTER
from mail.models import Letter, SystemLetter
from mail.system_letters import SYSTEM
from mail.variant import Rendered
from practice.models import Practice
from publishing import actions as publishing_actions
from publishing.actions import content
from publishing.models import NotPublished
from tests import letters
from tests.documents import reword
from tests.offers import SHARED
from tests.starter_axes import AXES
from writing.errors import Refused
from writing.passages import PassageText
from writing.segments import Facts
from writing.variables import LETTER

from .conftest import published

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
URLS = {
    "preferences_url": "https://example.org/p/",
    "unsubscribe_url": "https://example.org/u/",
    "browser_url": "https://example.org/b/",
    "guide_url": "https://example.org/g/?a=1&b=2",
}


def rendered(letter: Letter, facts: Facts, values: dict[str, str] = URLS) -> Rendered:
    """The letter as one reader gets it today."""
    identity = Practice.objects.the().identity
    return render.compiled(letter, identity, facts, {}).fill(values)


def test_same_words_and_layout_are_one_letter() -> None:
    assert published().pk == published().pk
    assert published().pk != published(subject="Another").pk


def test_letter_freezes_no_word_of_the_practice() -> None:
    letter = published()
    Practice.objects.update_or_create(pk=1, defaults={"legal_name": "New Name Ltd"})

    assert "New Name Ltd" in rendered(letter, Facts()).html
    assert "New Name Ltd" in rendered(letter, Facts()).text
    assert published().pk == letter.pk


def test_renders_the_same_bytes_again() -> None:
    letter = published()
    first = rendered(letter, Facts())
    render.VARIANTS.clear()

    assert rendered(Letter.objects.get(pk=letter.pk), Facts()) == first


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"source": "{{ password }}"}, "password"),
        ({"source": "{% include 'x' %}"}, "include"),
        ({"source": "{{ first_name | upcase }}"}, "upcase"),
        ({"source": "::: button nowhere_url\nGo\n:::"}, "nowhere_url"),
        ({"source": "::: note\nnever closed"}, "never closed"),
        ({"subject": "{{ settings }}"}, "subject"),
        ({"subject": " "}, "subject"),
        ({"subject": "a\nBcc: b"}, "one line"),
        ({"preheader": "{{ nothing }}"}, "preview line"),
    ],
)
def test_bad_letter_is_refused_with_its_reason(fields: dict[str, str], said: str) -> None:
    with pytest.raises(Refused) as refused:
        published(**fields)

    assert said in str(refused.value)
    assert not Letter.objects.exists()


def test_too_many_variants_are_refused() -> None:
    passages = {
        axis: PassageText(axis, axis, {"everyone": "x", **dict.fromkeys(known.keys, axis)})
        for axis, known in AXES.with_keys.items()
        if axis in ("profile", "conditions")
    }

    with pytest.raises(Refused, match="896 versions"):
        actions.publish(
            name="x",
            purpose="course",
            subject="s",
            preheader="",
            source="{{ passage.profile }} {{ passage.conditions }}",
            passages=passages,
            extra_vocabulary=LETTER.with_axes(AXES),
        )


def test_only_passages_in_use_are_frozen() -> None:
    used = PassageText("used", "profile", {"everyone": "For all", "push": "For push"})
    other = PassageText("other", "profile", {"everyone": "Nobody reads this"})

    letter = actions.publish(
        name="x",
        purpose="course",
        subject="s",
        preheader="",
        source="{{ passage.used }}",
        passages={"used": used, "other": other},
        extra_vocabulary=LETTER.with_axes(AXES),
    )

    assert list(letter.body["passages"]) == ["used"]
    assert "For push" in rendered(letter, Facts(profile="push")).text
    assert "For all" in rendered(letter, Facts(profile="ally")).text


def test_footer_offers_to_stop_only_where_nobody_asked_one_by_one() -> None:
    for purpose in ("requested", "reminder", "notice"):
        made = rendered(published(purpose), Facts())
        assert "Stop these letters" not in made.text
        assert "1 Example Street" in made.text
    made = rendered(published("course"), Facts())
    assert "Stop these letters:\nhttps://example.org/u/" in made.text
    assert "1 Example Street" in made.html


def test_free_text_is_text_everywhere() -> None:
    letter = published(source="Hello {{ first_name }}, *{{ first_name }}*")
    name = '<img src=x onerror=alert(1)> **bold** [a](javascript:x) "'

    made = rendered(letter, Facts(), {**URLS, "first_name": name})

    assert made.html.count("<img") == 1  # the letterhead's
    assert "**bold** [a](javascript:x)" in made.html
    assert name in made.text


def test_letter_has_its_frame_inlined_and_keeps_dark_mode() -> None:
    html = rendered(published(), Facts()).html

    assert 'style="' in html
    assert "prefers-color-scheme: dark" in html
    assert 'href="https://example.org/g/?a=1&amp;b=2"' in html
    assert "zq" not in html.replace("zq=", "")
    assert len(html.encode()) < 100_000
    assert html.count("src=") == html.count('src="cid:')  # nothing is fetched
    assert "http://" not in html.replace("http://www.w3.org/1999/xhtml", "")


def test_cache_is_bounded_and_reports_hits() -> None:
    cache: render.Cache[int] = render.Cache(2)

    for key in (1, 2, 3, 3, 1):
        cache.get(key, lambda: 0)

    assert len(cache) == 2
    assert (cache.hits, cache.misses) == (1, 4)


def differences() -> list[str]:
    return content.differences(SYSTEM_LETTER, SHARED)


def test_starter_letters_load_publish_and_stay_the_same(moment: datetime) -> None:
    assert len(differences()) >= len(SYSTEM)
    letters.publish(moment)

    assert differences() == []
    assert set(SYSTEM) <= set(SystemLetter.objects.values_list("key", flat=True))
    for draft in SystemLetter.objects.all():
        rendered = actions.preview(draft)
        assert rendered.subject
        assert len(rendered.text) > 100
        assert actions.system(draft.key) == draft.letter


def test_every_letter_has_a_plain_sample_for_each_of_its_words(moment: datetime) -> None:
    letters.load(moment)

    shown = [actions.preview(draft).text for draft in SystemLetter.objects.all()]

    assert len(shown) == len(SYSTEM)
    assert not [text for text in shown if "_text" in text or "_name" in text]


def test_loading_again_touches_no_published_letter(system_letters: None, moment: datetime) -> None:
    before = actions.system("guide")
    reword(SystemLetter.objects.get(key="guide"), subject="Mine", now=moment)

    assert differences() == ["letter guide: Subject"]
    letters.load(moment)
    assert actions.system("guide") == before


def test_published_letter_goes_out_in_the_words_of_its_revision(
    system_letters: None, moment: datetime
) -> None:
    draft = SystemLetter.objects.get(key="guide")
    before = actions.system("guide")
    reword(draft, subject="Here it is", now=moment)
    assert actions.system("guide") == before

    revision = publishing_actions.publish(draft, now=moment)

    assert actions.system("guide").body["subject"] == revision.read().subject == "Here it is"
    assert Letter.objects.get(pk=before.pk).body["subject"] != "Here it is"


def test_words_published_once_more_are_the_letter_they_were(
    system_letters: None, moment: datetime
) -> None:
    draft = SystemLetter.objects.get(key="guide")
    first = actions.system("guide")
    for subject in ("Here it is", first.body["subject"]):
        reword(draft, subject=subject, now=moment)
        publishing_actions.publish(draft, now=moment)

    assert actions.system("guide") == first


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ({"subject": ""}, ["subject"]),
        ({"preheader": "{{ nothing }}"}, ["preheader"]),
        ({"text": "{{ secret }}"}, ["text"]),
        ({"text": "{{ passage.opening }}"}, ["text"]),
    ],
)
def test_half_built_letter_is_kept_and_not_published(
    system_letters: None, moment: datetime, words: dict[str, str], places: list[str]
) -> None:
    draft = SystemLetter.objects.get(key="guide")
    reword(draft, now=moment, **words)

    with pytest.raises(publishing_actions.NotReady):
        publishing_actions.publish(draft, now=moment)

    assert [one.place for one in publishing_actions.check(draft)] == places
    assert actions.system("guide").body["subject"] == "Your guide is here"


def test_impact_counts_the_mails_that_wait(
    system_letters: None, moment: datetime, confirmed: Contact
) -> None:
    draft = SystemLetter.objects.get(key="guide_again")
    actions.queue(
        key="one",
        letter=draft.letter,
        contact=confirmed,
        purpose="requested",
        facts=Facts(),
        names={},
        values={},
        not_before=moment,
        now=moment,
    )

    assert [one.count for one in publishing_actions.impact(draft)] == [None, 1]


def test_unpublished_system_letter_says_so() -> None:
    with pytest.raises(NotPublished, match="starter content"):
        actions.system("guide")
