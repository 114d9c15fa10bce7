"""What each step of the path to a new offer asks. Every box may stay empty: what is missing is told
on the page and before publishing, and keeps nobody from going on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from assessments.outline import ANSWER_SCALES, Clause, MeasureOutline, ResultOutline, Sense
from practice.languages import LANGUAGES
from publishing.schema import ID

OWN = "own"
LONGEST_TEXT = 60_000
SCALE_TITLES = {
    "often": _("How often"),
    "agree": _("How much it is true of them"),
    "yes": _("Yes or no"),
}
SENSES = (
    (Sense.AT_LEAST, _("is at least")),
    (Sense.BELOW, _("is below")),
    (Sense.AHEAD, _("is ahead of the others by at least")),
)


def line(label: Any, *, most: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, help_text=help_text)


def prose(label: Any, *, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def hidden_id() -> forms.RegexField:
    return forms.RegexField(f"^{ID.pattern}$", required=False, widget=forms.HiddenInput)


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As your readers will see it, for example “Burnout check”."),
        error_messages={"required": _("Give it a name; you can change it at any time.")},
    )
    language = forms.ChoiceField(
        label=_("Language of your readers"),
        choices=LANGUAGES,
        help_text=_("Buttons, dates and small print will speak it."),
    )
    was_name = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    was_language = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    """What the page was opened with."""
    promise = line(
        _("In one sentence: what will they find out?"),
        most=300,
        help_text=_("Stands on the first page and in search results."),
    )


class QuestionsForm(forms.Form):
    questions = prose(
        _("Your questions, one on each line"),
        rows=8,
        help_text=_("Write them as sentences people can answer, or paste a list."),
    )
    answers = forms.ChoiceField(label=_("How they answer"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, words: Mapping[str, str], own: bool, **kwargs: Any) -> None:
        """`words` are the answers of each scale; with `own` those she wrote may stay."""
        super().__init__(*args, **kwargs)
        choices = [
            (scale.key, f"{SCALE_TITLES[scale.key]}: {words[scale.key]}") for scale in ANSWER_SCALES
        ]
        if own:
            choices.insert(0, (OWN, str(_("In your own words, as they are"))))
        self.fields["answers"].choices = choices  # type: ignore[attr-defined]  # a choice field


class MeasureForm(forms.Form):
    """One measure: the ticks say which questions count, and which the other way round."""

    id = hidden_id()
    name = line(_("Name"), most=120)
    counts = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    reverse = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, questions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("counts", "reverse"):
            self.fields[name].choices = questions  # type: ignore[attr-defined]  # choices

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """Each question with its two ticks."""
        return list(zip(self["counts"], self["reverse"], strict=True))

    def outline(self) -> MeasureOutline:
        said = self.cleaned_data
        turned = set(said["reverse"])
        counts = {key: key in turned for key in said["counts"]}
        return MeasureOutline(said["name"], counts, said["id"])


class BaseMeasures(forms.BaseFormSet):  # type: ignore[type-arg]  # not subscriptable
    def clean(self) -> None:
        """A question counts for one measure."""
        names: dict[str, str] = {}
        for form in self.forms:
            for question in form.cleaned_data.get("counts", ()):
                if question in names:
                    text = _("“%(words)s” already counts for “%(name)s”. Tick it in one place.")
                    words = dict(form.fields["counts"].choices)[question]
                    form.add_error("counts", text % {"name": names[question], "words": words})
                names.setdefault(question, form.cleaned_data.get("name") or str(_("the one above")))


MeasureForms = formset_factory(MeasureForm, formset=BaseMeasures, extra=0, max_num=30)


class ResultForm(forms.Form):
    """One result: a sentence says who gets it."""

    id = hidden_id()
    own = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    name = line(_("Name of the result"), most=120)
    text = prose(_("What you tell whoever gets it"), rows=4)
    measure = forms.ChoiceField(required=False)
    sense = forms.ChoiceField(choices=SENSES, required=False)
    number = forms.IntegerField(min_value=0, max_value=100, required=False)
    also = forms.ChoiceField(required=False)
    also_sense = forms.ChoiceField(choices=SENSES, required=False)
    also_number = forms.IntegerField(min_value=0, max_value=100, required=False)

    def __init__(self, *args: Any, measures: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        senses = SENSES if len(measures) > 1 else SENSES[:2]
        empty = {"measure": _("– choose –"), "also": _("– nothing more –")}
        for name, words in empty.items():
            self.fields[name].choices = [("", words), *measures]  # type: ignore[attr-defined]
        for name in ("sense", "also_sense"):
            self.fields[name].choices = senses  # type: ignore[attr-defined]  # choices
        slider = {"min": 0, "max": 100, "step": 1}
        for name in ("number", "also_number"):
            self.fields[name].widget = forms.NumberInput(attrs={"type": "range", **slider})

    def outline(self) -> ResultOutline:
        said = self.cleaned_data
        clauses = [
            Clause(said[measure], Sense(said[sense] or Sense.AT_LEAST), said[number] or 0)
            for measure, sense, number in (
                ("measure", "sense", "number"),
                ("also", "also_sense", "also_number"),
            )
            if said[measure]
        ]
        return ResultOutline(said["name"], said["text"], tuple(clauses), said["own"], said["id"])


ResultForms = formset_factory(ResultForm, extra=0, max_num=60)


def of_result(result: ResultOutline) -> dict[str, Any]:
    """A result as its form says it."""
    first, second = [*result.clauses, None, None][:2]
    said: dict[str, Any] = {"id": result.id, "own": result.own, "name": result.name}
    return {
        **said,
        "text": result.text,
        "measure": first.measure if first else "",
        "sense": first.sense if first else Sense.AT_LEAST,
        "number": first.number if first else HALF,
        "also": second.measure if second else "",
        "also_sense": second.sense if second else Sense.AT_LEAST,
        "also_number": second.number if second else HALF,
    }


HALF = 50


class FrontForm(forms.Form):
    headline = line(_("Headline"), most=160)
    lead = prose(_("A few words below it"), rows=3)
    gets = prose(_("What they get, one on each line"), rows=3)
    start = prose(_("Just before the first question"), rows=3)
    safety = prose(
        _("For somebody who may be in danger"),
        rows=3,
        help_text=_("Stands before the questions and below the result."),
    )


class GuideForm(forms.Form):
    title = line(_("Title of the guide"), most=160)


class GuidePageForm(forms.Form):
    id = hidden_id()
    title = line(_("Title of the page"), most=160)
    text = prose(_("Text"), rows=7)


GuidePageForms = formset_factory(GuidePageForm, extra=0, max_num=60)


class LetterForm(forms.Form):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    was = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The days that the page was opened with."""
    subject = line(_("Subject"), most=200)
    text = prose(_("Text"), rows=7)
    days = forms.IntegerField(
        label=_("Days after the one before"), min_value=0, max_value=365, required=False
    )


LetterForms = formset_factory(LetterForm, extra=0, max_num=60)


def typed(rows: Any) -> list[dict[str, Any]]:
    """What stands in the boxes of each row, right or wrong: to show it again in another order."""
    return [{name: form[name].value() for name in form.fields} for form in rows.forms]
