"""Which words an author may use between double braces, in which kind of text."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from writing.rules import FLAG, NameKind
from writing.segments import DID, NOBODY, Axes

CONSTANTS = frozenset(
    {"name", "author_name", "credentials", "legal_name", "postal_address", "contact_email"}
)
LINKS = frozenset(
    {
        "guide_url",
        "preferences_url",
        "unsubscribe_url",
        "book_url",
        "retake_url",
        "site_url",
    }
)


def is_link(name: str) -> bool:
    """Whether a variable holds an address: by its name, so that no place can mistake it."""
    return name.endswith("_url")


@dataclass(frozen=True)
class Vocabulary:
    """The allowed variables: enumerated ones choose a variant, free ones may only stand bare.

    `axes` are what may be known of the readers, as the assessment of the text declares it.
    """

    axes: Axes = NOBODY
    flags: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()
    constants: frozenset[str] = CONSTANTS

    def __post_init__(self) -> None:
        misnamed = [name for name in self.free if is_link(name)]
        misnamed += [name for name in self.urls if not is_link(name)]
        if misnamed:
            raise ValueError(f"an address, and only an address, ends in _url: {sorted(misnamed)}")

    @property
    def bare(self) -> frozenset[str]:
        """Everything that is put in late: free text and addresses."""
        return self.free | self.urls

    @property
    def switches(self) -> frozenset[str]:
        """Variables that are true or false."""
        return self.flags | set(DID)

    @property
    def kinds(self) -> dict[str, NameKind]:
        """What a condition may ask, each with the way it is asked."""
        return {**self.axes.kinds, **dict.fromkeys(sorted(self.flags), FLAG)}

    @property
    def names(self) -> tuple[str, ...]:
        """Readable names that may be printed; a free variable of that name comes first."""
        return tuple(name for name in self.axes.printed if name not in self.bare)

    def extended(self, *, free: Iterable[str] = (), flags: Iterable[str] = ()) -> "Vocabulary":
        """The same with more free variables (addresses are told by `_url`) and switches."""
        more = frozenset(free)
        links = frozenset(name for name in more if is_link(name))
        return replace(
            self,
            free=self.free | (more - links),
            urls=self.urls | links,
            flags=self.flags | frozenset(flags),
        )

    def with_axes(self, axes: Axes) -> "Vocabulary":
        """The same for readers of whom this may be known."""
        return replace(self, axes=axes)


LETTER = Vocabulary(free=frozenset({"first_name", "date"}), urls=LINKS)
GUIDE = Vocabulary(
    free=frozenset({"first_name", "date"}),
    urls=frozenset({"guide_url", "book_url", "retake_url", "site_url", "handout_url"}),
)
RESULT = Vocabulary(
    free=frozenset({"date"}),
    urls=frozenset({"guide_url", "book_url", "retake_url", "site_url"}),
)
