"""“Only for” in a form: boxes, the rule by hand, and which of the two counts."""

import pytest
from django.http import QueryDict

from tests.starter_axes import AXES
from writing.forms import RuleBoxes


def sent(**fields: str | list[str]) -> str:
    """The rule that comes of what a form sent."""
    posted = QueryDict(mutable=True)
    for name, value in fields.items():
        posted.setlist(name.replace("__", "-"), [value] if isinstance(value, str) else value)
    found: str = RuleBoxes(AXES).value_from_datadict(posted, {}, "audience")
    return found


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"audience": "", "audience__shown": "", "audience__profile": ["push", "ally"]},
         'profile == "push" or profile == "ally"'),
        ({"audience": 'profile == "push"', "audience__shown": 'profile == "push"',
          "audience__profile": ["push"], "audience__booked": ["no"]},
         'profile == "push" and not booked'),
        ({"audience": 'profile == "push"', "audience__shown": 'profile == "push"'}, ""),
        # Nothing ticked or unticked: the words stay as they were written.
        ({"audience": 'profile == "push"', "audience__shown": 'profile == "push"',
          "audience__profile": ["push"]}, 'profile == "push"'),
        # Written by hand: that counts.
        ({"audience": 'booked or field == "other"', "audience__shown": "",
          "audience__profile": ["ally"]}, 'booked or field == "other"'),
        # A browser sends the lines of a box otherwise than those of a hidden field.
        ({"audience": 'profile == "push"\r\nand booked',
          "audience__shown": 'profile == "push"\nand booked',
          "audience__profile": ["ally"], "audience__booked": ["yes"]},
         'profile == "ally" and booked'),
        # No boxes were shown.
        ({"audience": 'booked or field == "other"'}, 'booked or field == "other"'),
        # A rule nobody can read comes back to be mended.
        ({"audience": "colour is red", "audience__shown": "colour is red"}, "colour is red"),
    ],
)  # fmt: skip
def test_boxes_or_the_hand(fields: dict[str, str | list[str]], rule: str) -> None:
    assert sent(**fields) == rule


def test_boxes_are_shown_by_name_and_ticked() -> None:
    page = RuleBoxes(AXES).render("audience", 'profile == "push"', {"id": "id_audience"})

    assert 'name="audience-profile" value="push" checked' in page
    assert 'name="audience-profile" value="ally">' in page
    assert "Too little to say" in page


def test_rule_beyond_boxes_is_shown_as_a_text() -> None:
    page = RuleBoxes(AXES).render("audience", 'booked or field == "other"', {"id": "id_audience"})

    assert "checkbox" not in page
    assert "has booked an hour or What is your field?" in page
    assert ">booked or field == &quot;other&quot;</textarea>" in page
