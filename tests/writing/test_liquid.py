import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.starter_axes import AXES
from writing import liquid, liquid_check
from writing.errors import Refused
from writing.passages import PassageText
from writing.placeholders import fill_text
from writing.segments import Facts
from writing.variables import LETTER as EVERY_LETTER
from writing.variables import RESULT

LETTER = EVERY_LETTER.with_axes(AXES)

PASSAGES = {
    "opening": PassageText(
        "opening", "profile", {"everyone": "For all, {{ first_name }}.", "push": "For push."}
    ),
    "tips": PassageText("tips", "conditions", {"everyone": "None.", "scope": "S.", "fit": "F."}),
}
NAMES = {"profile_name": "Carrying the Hope"}
CONSTANTS = {"name": "A Practice", "author_name": "The author"}


def expand(source, **facts):
    return liquid.expand(
        source, facts=Facts(**facts), names=NAMES, passages=PASSAGES, constants=CONSTANTS
    )


def only_fault(source, vocabulary=LETTER, passages=PASSAGES):
    (fault,) = liquid.check(source, vocabulary, passages)
    return fault


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{{ secret }}", "“secret” is not known here. Allowed: "),
        ("{{ settings.SECRET_KEY }}", "not known here"),
        ("{{ first_name.__class__ }}", "not known here"),
        ("{{ practice.password }}", "practice.author_name"),
        ("{{ practice['name'].x }}", "not known here"),
        ("{{ first_name | upcase }}", "without filters"),
        ("{{ practice.name | escape }}", "without filters"),
        ("{{ 'text' }}", "is no variable"),
        ("{{ profile }}", "print “profile_name”"),
        ("{{ passage.closing }}", "There are: opening, tips"),
        ("{{ passage }}", "not known here"),
        ("{{ passage[profile] }}", "There is no passage"),
        ("{% for x in conditions %}{% endfor %}", "Allowed: if, elsif, else, unless"),
        ("{% assign x = 1 %}", "“assign” cannot stand here"),
        ("{% include 'x' %}", "“include”"),
        ("{% render 'x' %}", "“render”"),
        ("{% raw %}{{ x }}{% endraw %}", "“raw”"),
        ("{% liquid echo 'x' %}", "“liquid”"),
        ("{% # note %}", "“#”"),
        ("{% if first_name %}x{% endif %}", "free text and may not stand in a condition"),
        ("{% if first_name == 'Robin' %}x{% endif %}", "free text"),
        ("{% if guide_url contains 'x' %}x{% endif %}", "free text"),
        ("{% case first_name %}{% when 'R' %}x{% endcase %}", "free text"),
        ("{% if profile %}x{% endif %}", '“profile == "pendulum"”'),
        ("{% if profile == 'psuh' %}x{% endif %}", "“psuh” is no key of profile. Allowed"),
        ("{% if profile == first_name %}x{% endif %}", "a key stands in quotes"),
        ("{% case field %}{% when 'cooking' %}x{% endcase %}", "counseling), coaching"),
        ("{% if conditions %}x{% endif %}", "contains"),
        ("{% if conditions contains 'hope' %}x{% endif %}", "Allowed, in quotes: goals, skills"),
        ("{% if has_name == 'yes' %}x{% endif %}", "true or false"),
        ("{% if band.toll > 3 %}x{% endif %}", "“band.toll” is no number"),
        ("{% if practice.name %}x{% endif %}", "cannot be asked"),
        ("{% if asks_course %}x{% endif %}", "A condition may ask: profile"),
        ("{% unless secret %}x{% endunless %}", "cannot be asked"),
        ("{% if booked %}x", "“if” is never closed; it needs “{% endif %}”"),
        ("{% endif %}", "“endif” cannot stand here"),
        ("{{ first_name", "Braces come in pairs"),
        ("{{ first_name last_name }}", "cannot be read"),
        ("[x]({{ first_name }})", "cannot begin a link. Allowed: book_url"),
        ("[x]: {{ practice.name }}", "cannot begin a link"),
    ],
)
def test_fault_names_its_line_and_what_is_allowed(source, told):
    fault = only_fault(f"One.\n\n{source}\n")

    assert fault.line == 3
    assert told in fault.message


def test_every_fault_of_a_text_is_told_at_once():
    faults = liquid.check("{{ a }}\n{{ b | c }}\n{% if d %}{% endif %}", LETTER, {})

    assert [fault.line for fault in faults] == [1, 2, 3]


def test_what_the_brief_allows_has_no_fault():
    source = """Hello{% if has_name %} {{ first_name }}{% endif %},
{% case profile %}{% when "push", "ally" %}x{% when "none" or "pendulum" %}y{% else %}z{% endcase %}
{% if conditions contains "scope" and (not booked or reading != 'largely') %}a
{% elsif band.toll == "high" %}b{% else %}c{% endif %}
{% unless booked %}[book]({{ book_url }}){% endunless %}{%- comment %} {% for %} {% endcomment -%}
{{ passage.opening }} {{ profile_name }} {{ practice.name }} {{ date }}
[privacy]({{ site_url }}/privacy/) [write](mailto:{{ practice.contact_email }})"""

    assert liquid.check(source, LETTER, PASSAGES) == []


def test_a_result_page_has_no_name_to_print():
    assert "not known" in only_fault("{{ first_name }}", vocabulary=RESULT).message


def test_flags_are_allowed_where_the_letter_has_them():
    source = "{% if asks_course %}[yes]({{ admin_url }}) {{ who_text }}{% endif %}"
    more = LETTER.extended(free=("admin_url", "who_text"), flags=("asks_course",))

    assert liquid.check(source, more, {}) == []
    assert more.urls >= {"admin_url", "guide_url"}


def test_faults_of_a_used_passage_are_told_where_it_is_used():
    broken = PassageText("bad", "field", {"everyone": "ok", "therapy": "a\n{{ passage.opening }}"})

    fault = only_fault("One.\n{{ passage.bad }}", passages={"bad": broken})

    assert fault.line == 2
    assert "passage “bad”: [therapy], line 2: A passage may not hold another" in fault.message


def test_variants_are_the_product_of_the_axes_used():
    source = "{% if has_name %}a{% endif %}{{ passage.opening }}{{ profile_name }}"

    assert liquid.variants("plain {{ first_name }}", LETTER, PASSAGES) == 1
    assert liquid.variants(source, LETTER, PASSAGES) == 2 * 7
    assert liquid.variants("{{ passage.tips }}{% if booked %}{% endif %}", LETTER, PASSAGES) == 256
    assert liquid.used_axes(source, PASSAGES, NAMES) == {"has_name", "profile"}


def test_readers_with_the_same_variant_get_the_same_text():
    source = "{{ passage.opening }}{% if booked %}b{% endif %}"
    axes = liquid.used_axes(source, PASSAGES, NAMES)
    one, two = (Facts({"band.toll": level}, profile="push") for level in ("low", "high"))

    assert one.variant(axes) == two.variant(axes)
    assert expand(source, **one.by_axis) == expand(source, **two.by_axis)


def test_passage_that_says_the_same_to_all_depends_on_nothing():
    same = PassageText("same", "profile", {"everyone": "For all of you.", "push": " "})

    assert liquid.used_axes("{{ passage.same }}", {"same": same}, NAMES) == frozenset()


def test_passages_and_conditions_choose_the_text():
    assert expand("{{ passage.opening }}", profile="push") == "For push."
    assert fill_text(expand("{{ passage.opening }}"), {"first_name": "R"}) == "For all, R."
    assert expand("{{ passage.tips }}", conditions=("scope", "goals", "fit")) == "S.\n\nF."
    assert expand("{{ passage.tips }}") == "None."
    assert expand("{% if asks %}yes{% else %}no{% endif %}", asks=True) == "yes"


def test_values_are_never_read_as_liquid():
    text = liquid.expand(
        "{{ practice.name }} {{ profile_name }}",
        facts=Facts(),
        names={"profile_name": "{% if x %}"},
        passages={},
        constants={"name": "{{ practice }}"},
    )

    assert text == "{{ practice }} {% if x %}"


@pytest.mark.parametrize("source", ["{{ practice.other }}", "{{ passage.other }}", "{{ a.b }}"])
def test_what_was_never_checked_is_refused_when_used(source):
    with pytest.raises(Refused):
        expand(source)


@pytest.mark.slow
@pytest.mark.parametrize("depth", [50, 150, 300, 5000])
@pytest.mark.parametrize(
    "shape",
    [
        ("{% if booked", " and booked", "", " %}x{% endif %}"),
        ("{% if booked", " or (booked", ")", " %}x{% endif %}"),
        ("{% if ", "not ", "", "booked %}x{% endif %}"),
        ("", "{% if booked %}", "{% endif %}", ""),
        ("{{ a", "[a", "]", " }}"),
    ],
)
def test_a_deeply_nested_text_is_a_fault_or_expands(shape, depth):
    before, opening, closing, after = shape
    source = before + opening * depth + closing * depth + after

    if not liquid.check(source, LETTER, {}):
        expand(source)


def test_a_text_may_not_be_endless():
    assert "60,000 characters" in only_fault("a" * 60_001).message


@given(st.text(alphabet="{}%| .'\"=abif_-endpasge\n", max_size=80))
def test_any_text_is_checked_without_a_crash_and_expands_when_accepted(source):
    if not liquid.check(source, LETTER, PASSAGES):
        expand(source)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text", ["{" * 59_000, "{{" * 29_000, "Hello {{ first_name }} " + "{{{%" * 14_000]
)
def test_braces_that_never_close_are_refused_at_once(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library is not asked: it looks for the end of each of them."""
    monkeypatch.setattr(
        liquid_check._ENVIRONMENT, "from_string", lambda _text: pytest.fail("asked")
    )

    with pytest.raises(Refused, match="Braces come in pairs"):
        liquid_check.template(text)
