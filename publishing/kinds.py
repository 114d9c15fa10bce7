"""What a kind of text declares, and nothing else: everything done with texts is written once, here.

An app registers its kinds in `AppConfig.ready()`:

    register(Kind(model=Lesson, schema=LessonBody, checks=faults_of, preview=page_of))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

from pydantic import ValidationError

from publishing.files import Files
from publishing.schema import Body
from writing.errors import Fault
from writing.segments import NOBODY, Axes
from writing.variables import Vocabulary

if TYPE_CHECKING:
    from offers.models import Offer
    from publishing.models import Document, Revision


@dataclass(frozen=True, order=True)
class Finding:
    """Why a text may not be published yet: where, and one sentence for the author."""

    place: str
    message: str
    line: int = 0


@dataclass(frozen=True)
class Effect:
    """What publishing would change for somebody, in one sentence; `count` of people, if known."""

    message: str
    count: int | None = None


Medium = Literal["page", "paper"]


class PreviewReader(Protocol):
    """Somebody made up, for whom a text is shown; a kind knows more of those it declares."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...


@dataclass(frozen=True)
class PreviewRequest:
    """For whom a text is shown, and which of its places is looked at, at what moment.

    `reader` is one of the kind's sample readers, if it declares any. `instead` holds unsaved words
    of other texts by name ("passage:opening"): to show a text in the texts that use it. `medium` is
    paper only for a kind that `prints`.
    """

    reader: Any
    place: str
    now: datetime
    instead: Mapping[str, Body] = field(default_factory=dict)
    medium: Medium = "page"


@dataclass(frozen=True)
class Preview:
    """The page that a text would become: whole in `html`, else a template with its context; on
    paper a PDF. Of a letter also the two lines that a list of mails shows. `language` is that of
    its reader; `publishing.actions.preview` says which.
    """

    html: str = ""
    file: bytes = b""
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""
    preheader: str = ""
    language: str = ""


@dataclass(frozen=True)
class MenuEntry:
    """What an author may put into a text: its words, what stands before and after the selection."""

    group: str
    words: str
    before: str
    after: str = ""


Choices = Mapping[str, Sequence[tuple[str, Any]]]
Upgrade = Callable[[dict[str, Any]], dict[str, Any]]


def nothing(*_args: Any) -> tuple[()]:
    return ()


def no_names(*_args: Any) -> Set[str]:
    return frozenset()


def no_closure(*_args: Any) -> Mapping[str, Any]:
    return {}


def no_effect(document: Document, revision: Revision, now: datetime) -> None:
    """A kind whose readers read the revision itself."""


@dataclass(frozen=True)
class Kind:
    """One kind of text.

    `checks(document, body)` says what keeps it from being published; `preview(document, body,
    request)` the page a reader would see, for one of its `readers`; it may raise `Refused`, and
    meets bodies with faults in other places; a kind that `prints` shows it on paper too.
    `impact(document, body)` says what publishing would change, for whom.

    `readers(document)` are made up for the offer it belongs to; `reaches(document)` are the offers
    whose readers get a text that belongs to all, besides those whose texts use it.

    `awaits(body)` are the places of words that readers see nothing of while they are empty;
    `notices(document, body)` is what else is worth a look and keeps nobody from publishing.

    `references(body)` are the names of other texts it uses ("passage:opening"), `uses` how such
    names begin; `name(document)` is what others call it by (the same spelling), `named(names,
    offer)` are the documents that go by such names in texts of the offer of this id,
    `put_in(document)` is how an author puts it into a text;
    `closure(document, body)` is what is frozen beside the body when it is published, of other texts
    what readers get.

    `vocabulary(document)` are the words its prose may use; `choices(document)` what its boxes offer
    to choose, by the name of the field, where rows say it (a picture); `labels(body)` the names of
    items that the body does not hold itself, by their place; `when_published(document, revision,
    now)` does in the same transaction what the app needs besides, such as its own row for speed,
    also where the same words were published before; `files` is how documents stand in a content
    folder, if they do.
    `upgrades[n]` makes a body of schema version n + 1 out of one of version n, purely.
    """

    model: type[Document]
    schema: type[Body]
    checks: Callable[[Any, Any], Iterable[Finding]] = nothing
    preview: Callable[[Any, Any, PreviewRequest], Preview] | None = None
    readers: Callable[[Any], Sequence[PreviewReader]] = nothing
    reaches: Callable[[Any], Iterable[Offer]] = nothing
    prints: bool = False
    impact: Callable[[Any, Any], Iterable[Effect]] = nothing
    awaits: Callable[[Any], Set[str]] = no_names
    notices: Callable[[Any, Any], Iterable[Finding]] = nothing
    references: Callable[[Any], Set[str]] = no_names
    uses: tuple[str, ...] = ()
    name: Callable[[Any], str] | None = None
    named: Callable[[Set[str], int | None], Iterable[Document]] = nothing
    put_in: Callable[[Any], MenuEntry] | None = None
    closure: Callable[[Any, Any], Mapping[str, Any]] = no_closure
    vocabulary: Callable[[Any], Vocabulary] | None = None
    choices: Callable[[Any], Choices] = no_closure
    labels: Callable[[Any], Mapping[str, str]] = no_closure
    when_published: Callable[[Any, Revision, datetime], object] = no_effect
    files: Files | None = None
    upgrades: Mapping[int, Upgrade] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    def may_use_any(self, other: Kind) -> bool:
        """Whether its texts may use texts of another kind at all: nothing need be read if not."""
        begins = "" if other.name is None else other.name(other.model())  # "passage:", no key yet
        return bool(begins) and any(label.startswith(begins) for label in self.uses)

    def may_use(self, user: Document, document: Document) -> bool:
        """Whether a text of this kind may use this one, of another kind, by its name: one of its
        own offer, or of all.
        """
        name = kind_of(type(document)).name
        is_called = name is not None and any(map(name(document).startswith, self.uses))
        return is_called and document.belongs_to in (None, user.belongs_to)

    def axes(self, document: Any) -> Axes:
        """What may be known of the readers of a document."""
        return self.vocabulary(document).axes if self.vocabulary else NOBODY

    @property
    def version(self) -> int:
        """The present version of the schema, from 1."""
        return max(self.upgrades, default=0) + 1

    def read(self, data: Mapping[str, Any], version: int) -> Body:
        """A stored body of any version, as the present schema; raises `OutOfShape`."""
        upgraded = dict(data)
        for step in range(version, self.version):
            upgraded = self.upgrades[step](upgraded)
        try:
            return self.schema.model_validate(upgraded)
        except ValidationError as error:
            raise OutOfShape(error) from error


class OutOfShape(ValueError):
    """What was given does not fit the schema; `findings` names each place."""

    def __init__(self, error: ValidationError) -> None:
        self.findings = [
            Finding("/".join(str(part) for part in problem["loc"]), problem["msg"])
            for problem in error.errors(include_url=False, include_context=False)
        ]
        super().__init__(
            "; ".join(f"{finding.place}: {finding.message}" for finding in self.findings)
        )


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known; registering the same model again replaces it."""
    _kinds[kind.label] = kind
    return kind


def kind_of(model: type[Any] | str) -> Kind:
    """The kind of a model or of its label ("courses.lesson"); raises LookupError."""
    label = model if isinstance(model, str) else model._meta.label_lower
    return _kinds[label]


def known_kind(label: str) -> Kind | None:
    """The kind of this label, if it is one."""
    return _kinds.get(label)


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


PageIsThere = Callable[[str], bool]
_pages: dict[str, PageIsThere] = {}


def register_page(view_name: str, is_there: PageIsThere) -> None:
    """Make known which public pages of a view there are, by the short name in their address."""
    _pages[view_name] = is_there


def is_page_there(view_name: str, slug: str) -> bool:
    """Whether a public page is there; a view that nobody spoke of has every page."""
    is_there = _pages.get(view_name)
    return is_there is None or is_there(slug)


Hints = Callable[[str], tuple[Sequence[Fault], Sequence[str]]]
_hints: list[Hints] = []


def register_hints(look: Hints) -> None:
    """Make known what looks at any text and says what keeps nobody from publishing it: faults that
    readers would meet, and addresses on other sites.
    """
    if look not in _hints:
        _hints.append(look)


def hints(text: str) -> tuple[list[Fault], list[str]]:
    hinted = [look(text) for look in _hints]
    faults = [fault for faults, _addresses in hinted for fault in faults]
    return faults, [address for _faults, addresses in hinted for address in addresses]
