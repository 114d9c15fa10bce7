"""What `bench_words` measures of each offer."""

from __future__ import annotations

import re
import statistics
from pathlib import Path

from benchmarks import measure
from offers import files
from tests.content import as_read
from tests.content.as_read import LONG, PARTS, SHORT
from tests.content.reader import CONTENT, SHARED
from writing import readability

SOURCES = CONTENT.parents[1] / "shared" / "seeds"
"""The texts that the words owe their ideas to, where they lie beside the project."""
BORROWED = 8
"""So many words in a row are somebody's own."""


def offers() -> dict[str, dict[str, float | str]]:
    """The figures of every offer that is shipped, by its folder's name."""
    folders = (folder for folder in files.folders(CONTENT) if folder != SHARED)
    return {folder.name: figures(folder) for folder in folders}


def figures(offer: Path) -> dict[str, float | str]:
    readers, of_fields = as_read.readers(offer), as_read.of_every_field(offer)
    everybody = [*readers, *of_fields]
    grades = [readability.grade(reader.of(part)) for reader in everybody for part in PARTS]
    lengths = sorted(words for reader in readers for words in as_read.lengths(reader.of(*PARTS)))
    tenth = len(lengths) // 10
    found: dict[str, float | str] = {
        "lowest": measure.rounded(min(grades)),
        "highest": measure.rounded(max(grades)),
        "median": statistics.median(lengths),
        "tenth": lengths[tenth],
        "ninetieth": lengths[-tenth],
        "short": measure.rounded(sum(words <= SHORT for words in lengths) / len(lengths)),
        "twice": len({said for reader in everybody for said in as_read.told_twice(reader, LONG)}),
    }
    shared = as_read.in_common(of_fields)
    if shared:
        worst = max(shared, key=lambda pair: shared[pair])
        found |= {"in_common": measure.rounded(shared[worst]), "pair": " / ".join(worst)}
    return found


def borrowed() -> int | None:
    """How many runs of eight words of ours stand in the sources; None where these are not there."""
    sources = sorted(SOURCES.glob("*.txt"))
    if not sources:
        return None
    theirs = {run for file in sources for run in as_read.runs(file.read_text(), BORROWED)}
    own = (*CONTENT.rglob("*.md"), *CONTENT.rglob("*.yaml"))
    ours = {run for file in own for run in as_read.runs(_words_alone(file), BORROWED)}
    return len(ours & theirs)


def _words_alone(file: Path) -> str:
    return re.sub(r"[{<].*?[}>]|[*_]", " ", file.read_text())
