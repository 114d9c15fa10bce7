"""The same questions by a plain Django form loop: one row read, one form class a page, built once.

Kind to the peer: its questions stand in memory, it knows no conditions, errors or way back.
"""

from __future__ import annotations

from functools import lru_cache

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, URLResolver, path

from assessments.frozen import FrozenPage, FrozenQuestion
from assessments.models import Assessment, Attempt
from project.urls import urlpatterns as product


def field(question: FrozenQuestion) -> forms.Field:
    choices = [(option.key, option.label) for option in question.options]
    plain = {"label": question.text, "help_text": question.help, "required": False}
    if not choices:
        return forms.CharField(**plain)
    if question.kind.may_not_apply:
        choices.append(("na", "Does not apply"))
    many = question.kind.many
    kind = forms.MultipleChoiceField if many else forms.ChoiceField
    widget = forms.CheckboxSelectMultiple if many else forms.RadioSelect
    return kind(choices=choices, widget=widget, **plain)


@lru_cache
def form_of(number: int) -> tuple[FrozenPage, type[forms.Form]]:
    assessment = Assessment.objects.taken().first()
    assert assessment is not None
    page = assessment.definition.pages[number - 1]
    fields = {question.key: field(question) for question in page.questions}
    return page, type("PageForm", (forms.Form,), fields)


def page(request: HttpRequest, key: str, number: int) -> HttpResponse:
    attempt = get_object_or_404(Attempt, key=key)
    asked, form = form_of(number)
    context = {"page": asked, "form": form(initial=attempt.answers)}
    return render(request, "naive.html", context)


urlpatterns: list[URLPattern | URLResolver] = [
    path("naive/<str:key>/<int:number>/", page),
    *product,
]
