"""Which words an author may use between double braces, in which kind of text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from writing.facts import AXES, NAMES
from writing.rules import FLAG, NameKind, key, keys

CONSTANTS = frozenset(
    {"name", "author_name", "credentials", "legal_name", "postal_address", "contact_email"}
)
LINKS = frozenset(
    {
        "guide_url",
        "confirm_url",
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
    """The allowed variables: enumerated ones choose a variant, free ones may only stand bare."""

    axes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(AXES))
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
    def choices(self) -> dict[str, tuple[str, ...]]:
        """Variables with one key out of several."""
        return {name: keys for name, keys in self.axes.items() if name != "condition"}

    @property
    def switches(self) -> frozenset[str]:
        """Variables that are true or false."""
        return self.flags | {"has_name", "booked"}

    @property
    def kinds(self) -> dict[str, NameKind]:
        """What a condition may ask, each with the way it is asked."""
        return {
            **{name: key(*allowed) for name, allowed in self.choices.items()},
            "conditions": keys(*self.axes["condition"]),
            **dict.fromkeys(sorted(self.switches), FLAG),
        }

    @property
    def names(self) -> tuple[str, ...]:
        """Readable names that may be printed."""
        return tuple(name for name in NAMES if name.removesuffix("_name") in self.axes)

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

    def with_axes(self, **axes: tuple[str, ...]) -> "Vocabulary":
        """The same with other keys for some axes, as a published assessment defines them."""
        return replace(self, axes={**self.axes, **axes})


LETTER = Vocabulary(free=frozenset({"first_name", "date"}), urls=LINKS)
GUIDE = Vocabulary(
    free=frozenset({"first_name", "date"}),
    urls=frozenset({"guide_url", "book_url", "retake_url", "site_url"}),
)
RESULT = Vocabulary(
    free=frozenset({"date"}),
    urls=frozenset({"guide_url", "book_url", "retake_url", "site_url"}),
)
