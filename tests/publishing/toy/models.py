"""Recipes, with steps, that may use spices: schema, checks, preview, impact, references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from django.db import models
from pydantic import Field

from publishing.actions import preview_in_user
from publishing.files import in_folder
from publishing.kinds import Effect, Finding, Kind, MenuEntry, Preview, PreviewRequest
from publishing.models import Document, Revision
from publishing.schema import Body, Item, Style, Words
from writing.variables import Vocabulary


class Heat(StrEnum):
    LOW = "low"
    HIGH = "high"


class Step(Item):
    title: Annotated[str, Field(max_length=80), Words("Title", names=True)] = ""
    label: Annotated[str, Words("Label", alone=True)] = ""
    heat: Annotated[Heat, Words("Heat", Style.CHOICE)] = Heat.LOW
    optional: Annotated[bool, Words("May be left out", Style.YES_NO)] = True
    rule: Annotated[str, Words("Only when", Style.RULE)] = ""
    text: Annotated[str, Words("Text", Style.PROSE)] = ""


class NoteSort(StrEnum):
    TIP = "tip"
    SWAP = "swap"


class Note(Item):
    sort: Annotated[NoteSort, Words("Sort", Style.CHOICE)] = NoteSort.TIP
    title: Annotated[str, Words("Title", names=True)] = ""
    instead: Annotated[str, Words("Instead", only=("swap",))] = ""
    spice: Annotated[str, Words("Spice", Style.CHOICE, only=("swap",))] = ""


class Oven(Body):
    degrees: Annotated[int, Words("Degrees", Style.NUMBER)] = 0


class RecipeBody(Body):
    title: Annotated[str, Field(max_length=120), Words("Title", names=True)] = ""
    opening: Annotated[str, Words("Opening", Style.PROSE, shows="recipe")] = ""
    oven: Annotated[Oven, Words("Oven", Style.GROUP)] = Oven()
    steps: Annotated[list[Step], Words("Steps", Style.LIST, item="Step")] = []
    notes: Annotated[list[Note], Words("Notes", Style.LIST, item="Note", sort="sort")] = []


class SpiceBody(Body):
    text: Annotated[str, Words("Text", Style.PROSE)] = ""


class Spice(Document):
    key = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.key


class Recipe(Document):
    slug = models.SlugField(unique=True)
    spice = models.ForeignKey(Spice, models.PROTECT, null=True)
    copied_columns = ("slug",)
    served = models.PositiveIntegerField(default=0)  # the revision that is cooked
    fresh_at = models.DateTimeField(null=True)
    retired = models.BooleanField(default=False)

    @property
    def is_off(self) -> bool:
        return self.retired

    def __str__(self) -> str:
        return self.slug


def checks(recipe: Recipe, body: RecipeBody) -> Iterator[Finding]:
    if not body.title:
        yield Finding("title", "A recipe needs a title.")
    for step in body.steps:
        if not step.text:
            yield Finding(f"steps/{step.id}/text", "Say what to do.")


def spices(_recipe: Recipe) -> dict[str, list[tuple[str, str]]]:
    keys = Spice.objects.order_by("key").values_list("key", flat=True)
    return {"spice": [("", "–"), *((key, key.title()) for key in keys)]}


def closure(recipe: Recipe, body: RecipeBody) -> dict[str, object]:
    keys = sorted(name.partition(":")[2] for name in references(body))
    rows = Spice.objects.filter(key__in=keys).exclude(published=None)
    return {"spices": {row.key: row.published.body["text"] for row in rows}}


def serve(recipe: Recipe, revision: Revision, now: datetime) -> None:
    Recipe.objects.filter(pk=recipe.pk).update(served=revision.number, fresh_at=now)


def references(body: RecipeBody) -> frozenset[str]:
    words = " ".join([body.opening, *(step.text for step in body.steps)]).split()
    return frozenset(f"spice:{word[1:]}" for word in words if word.startswith("@"))


@dataclass(frozen=True)
class Guest:
    """For whom a recipe is shown."""

    key: str

    @property
    def label(self) -> str:
        return self.key.title()


def guests(_document: object) -> list[Guest]:
    return [Guest("ada"), Guest("bo")]


def preview(_recipe: Recipe, body: RecipeBody, request: PreviewRequest) -> Preview:
    html = f"<head></head><script>x</script>{body.title} for {request.reader.label}"
    html += "".join(f" {name}: {other.text}" for name, other in request.instead.items())
    file = b"%PDF" if request.medium == "paper" else b""
    return Preview(html=html, subject=body.title, file=file)


def taste(spice: Spice, body: SpiceBody, request: PreviewRequest) -> Preview:
    return preview_in_user(spice, body, request) or Preview(html="in nothing yet")


RECIPE = Kind(
    model=Recipe,
    schema=RecipeBody,
    checks=checks,
    choices=spices,
    preview=preview,
    readers=guests,
    prints=True,
    vocabulary=lambda recipe: Vocabulary(free=frozenset({"cook"})),
    closure=closure,
    references=references,
    uses=("spice:",),
    impact=lambda recipe, body: [Effect("Everybody cooks it.", 3)],
    when_published=serve,
    files=in_folder("recipes", RecipeBody, text="opening", key="slug", columns=("spice",)),
    upgrades={1: lambda old: {("title" if name == "name" else name): old[name] for name in old}},
)
SPICE = Kind(
    model=Spice,
    schema=SpiceBody,
    checks=lambda spice, body: [] if body.text else [Finding("text", "How does it taste?")],
    name=lambda spice: f"spice:{spice.key}",
    named=lambda names, _offer: Spice.objects.filter(
        key__in=[name.removeprefix("spice:") for name in names]
    ),
    preview=taste,
    readers=guests,
    put_in=lambda spice: MenuEntry("A spice", str(spice), f"@{spice.key}"),
    files=in_folder("spices", SpiceBody, required=True),
)
