"""Our own Markdown blocks, between lines of three colons: their names, arguments and faults."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from writing.errors import Fault, listed
from writing.variables import is_link

PROSE = ("note", "pull", "practice")
"""Blocks with Markdown inside."""
SET = ("pairs", "field", "bars", "conditions", "button", "picture")
"""Blocks whose lines are read as they stand."""
NAMES = (*PROSE, *SET)
MOST_ROWS = 20
_FENCE = re.compile(r"(\s*)(:{3,})[ \t]*(.*?)\s*")
# CommonMark §4.5: up to three spaces before the fence.
_CODE = re.compile(r" {0,3}(`{3,}|~{3,})")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_PICTURE = re.compile(r"[a-z0-9][a-z0-9-]*")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Block:
    """One block as written: `argument` is the rest of its first line, `lines` are not blank.

    The texts are the author's Markdown source with stand-ins; `label_html` is the first line
    rendered and safe.
    """

    name: str
    argument: str
    lines: tuple[str, ...]
    label_html: str = ""

    @property
    def key(self) -> str:
        """A field's key, a button's variable: small letters, digits, underscores, or empty."""
        first = self.argument.partition(" ")[0]
        return first if _KEY.fullmatch(first) else ""

    @property
    def picture(self) -> str:
        """A picture's short name, or empty."""
        return self.argument if _PICTURE.fullmatch(self.argument) else ""

    @property
    def rows(self) -> int:
        """How many lines a field leaves to write on, at least one."""
        words = self.argument.split()
        return min(int(words[1]), MOST_ROWS) if words[1:] and words[1].isdecimal() else 1

    @property
    def label(self) -> str:
        """The first line inside, as plain text with its Markdown still in it."""
        return self.lines[0] if self.lines else ""

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The two halves of every line."""
        return tuple(halves(line) for line in self.lines)

    @property
    def heads(self) -> tuple[str, str]:
        """The two column heads of pairs; empty where the author gives none."""
        return halves(self.argument)


Renderer = Callable[[Block], str]
"""Turns a block into trusted HTML (or text): whoever passes one escapes what it prints."""


def halves(line: str) -> tuple[str, str]:
    """A line cut at its first bar; the second half is empty when there is none."""
    # No text holds a NUL (`writing.clean`), so it can stand for the one bar that cuts.
    left, _, right = _BAR.sub("\0", line, count=1).partition("\0")
    return left.strip().replace("\\|", "|"), right.strip().replace("\\|", "|")


@dataclass
class _Open:
    name: str
    argument: str
    line: int
    body: list[str] = field(default_factory=list)


def check_blocks(source: str, *, urls: Collection[str] | None = None) -> list[Fault]:
    """Faults of the blocks of one text; `urls` are the variables a button may lead to."""
    faults: list[Fault] = []
    keys: set[str] = set()
    here: _Open | None = None
    for number, line in _outside_code(source):
        fence = _FENCE.fullmatch(line)
        if fence is None:
            if here and line.strip():
                here.body.append(line)
            continue
        faults += _fence_faults(fence, number, here)
        if fence[3] and here is None:
            name, _, argument = fence[3].partition(" ")
            here = _Open(name, argument.strip(), number)
        elif not fence[3] and here is not None:
            faults += _block_faults(here, keys, urls)
            here = None
    if here is not None:
        faults.append(Fault(here.line, f"“::: {here.name}” is never closed; end it with “:::”."))
    return sorted(faults)


def buttons(source: str) -> frozenset[str]:
    """The link variables that the buttons of a text lead to."""
    names = re.findall(r"^:::[ \t]*button[ \t]+([a-z0-9_]+)[ \t]*$", source, re.MULTILINE)
    return frozenset(names)


def pictures(source: str) -> list[tuple[int, str]]:
    """(line, short name) of every picture of a text."""
    lines = enumerate(source.split("\n"), start=1)
    matches = ((at, re.fullmatch(r":::[ \t]*picture[ \t]+(\S+)\s*", line)) for at, line in lines)
    return [(at, match[1]) for at, match in matches if match]


def absent_pictures(source: str, names: Collection[str]) -> list[Fault]:
    """Pictures whose short name nobody has given to a picture."""
    return [
        Fault(line, f"There is no picture “{name}”. Upload it first, under this short name.")
        for line, name in pictures(source)
        if name not in names
    ]


def _outside_code(source: str) -> Iterator[tuple[int, str]]:
    closing = ""
    for number, line in enumerate(source.split("\n"), start=1):
        code = _CODE.match(line)
        if closing:
            closing = "" if line.strip().startswith(closing) else closing
        elif code:
            closing = code[1]
        else:
            yield number, line


def _fence_faults(fence: re.Match[str], line: int, here: _Open | None) -> Iterator[Fault]:
    if fence[1]:
        yield Fault(line, "A line of “:::” stands at the very beginning of its line.")
    if len(fence[2]) > 3:
        yield Fault(line, "A block begins and ends with exactly three colons, “:::”.")
    name = fence[3].partition(" ")[0]
    if name and here:
        yield Fault(
            line,
            f"Blocks do not stand inside each other: “{here.name}” from line {here.line} "
            "needs its closing “:::” before.",
        )
    if not name and not here:
        yield Fault(line, "This “:::” closes nothing; no block is open here.")
    if name and name not in NAMES:
        yield Fault(line, f"There is no block “{name}”. Allowed: {listed(NAMES)}.")


def _block_faults(block: _Open, keys: set[str], urls: Collection[str] | None) -> Iterator[Fault]:
    match block.name:
        case "field":
            yield from _field_faults(block, keys)
        case "button":
            yield from _button_faults(block, urls)
        case "pairs":
            yield from _pairs_faults(block)
        case "picture":
            yield from _picture_faults(block)
        case "bars" | "conditions" if block.body or block.argument:
            yield Fault(block.line, f"“::: {block.name}” stays empty; we fill it in.")
        case "pull" if block.argument:
            yield Fault(block.line, "“::: pull” has no title; write the quote below it.")
        case "note" | "pull" | "practice" if not block.body:
            yield Fault(block.line, f"“::: {block.name}” is empty; write its text below it.")


def _field_faults(block: _Open, keys: set[str]) -> Iterator[Fault]:
    words = block.argument.split()
    rows = words[1] if len(words) == 2 else ""
    if not words or not _KEY.fullmatch(words[0]) or not rows.isdecimal():
        yield Fault(block.line, "A field is “::: field key 4”: a key and a number of lines.")
    elif not 1 <= int(rows) <= MOST_ROWS:
        yield Fault(block.line, f"A field has from 1 to {MOST_ROWS} lines.")
    elif words[0] in keys:
        yield Fault(block.line, f"There is another field “{words[0]}”; each needs its own key.")
    keys.update(words[:1])
    if len(block.body) != 1:
        yield Fault(block.line, "A field holds exactly one line: its label.")


def _button_faults(block: _Open, urls: Collection[str] | None) -> Iterator[Fault]:
    name = block.argument
    if urls is None and not (_KEY.fullmatch(name) and is_link(name)):
        yield Fault(block.line, "A button is written “::: button guide_url”: the name of a link.")
    if urls is not None and name not in urls:
        allowed = listed(sorted(urls))
        yield Fault(block.line, f"“{name}” is no link a button can lead to. Allowed: {allowed}.")
    if len(block.body) != 1:
        yield Fault(block.line, "A button holds exactly one line: its label.")


def _picture_faults(block: _Open) -> Iterator[Fault]:
    if not _PICTURE.fullmatch(block.argument):
        yield Fault(block.line, "A picture is “::: picture garden-gate”: its short name.")
    if len(block.body) != 1:
        yield Fault(
            block.line, "A picture holds exactly one line: what it shows, for those who cannot see."
        )


def _pairs_faults(block: _Open) -> Iterator[Fault]:
    lines = [block.argument, *block.body] if block.argument else block.body
    if not block.body:
        yield Fault(block.line, "“::: pairs” is empty; each line is “to try | to retire”.")
    for line in lines:
        if len(_BAR.findall(line)) != 1 or not all(halves(line)):
            yield Fault(
                block.line, f"Each line of pairs is “to try | to retire”; this is not: “{line}”."
            )
