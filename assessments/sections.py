"""The parts in which an assessment is edited, and by which its changes are told. Pure."""

from django.utils.translation import gettext_lazy as _

from publishing.parts import Part

QUESTIONS = "questions"
PARTS = (
    Part(
        "",
        _("Texts"),
        (
            *("title", "mode", "minutes", "promise", "start", "mirror", "safety"),
            *("stem", "stem_when_none", "stem_none_when"),
        ),
    ),
    Part(
        "result",
        _("The result"),
        (
            *("headings", "scope_box", "you_first", "after_profile", "after_bars"),
            *("before_step", "after_step", "guide_offer", "retake", "pass_on"),
            *("bands", "step_threshold", "step_minimum", "step_otherwise"),
        ),
    ),
    Part(QUESTIONS, _("Questions"), (QUESTIONS,), brief={QUESTIONS: ("text",)}),
    Part("pages", _("Pages and answers"), ("pages", "answers")),
    Part("scales", _("Scales"), ("scales", "groups", "measures")),
    Part("readings", _("Readings"), ("readings", "only_just", "names_grounds", "notices")),
    Part(
        "profiles",
        _("Profiles"),
        ("profiles", "scoring", "slight_points", "profile_none_when", "profile_none"),
    ),
    Part("help", _("Next steps and reasons"), ("steps", "conditions")),
)
