"""What `bench_words` measures of each offer."""

from __future__ import annotations

import statistics
from pathlib import Path

from benchmarks import measure
from offers import files
from tests.content import as_read
from tests.content.as_read import PARTS, SHORT
from tests.content.reader import CONTENT, SHARED
from writing import readability


def offers() -> dict[str, dict[str, float]]:
    """The figures of every offer that is shipped, by its folder's name."""
    folders = (folder for folder in files.folders(CONTENT) if folder != SHARED)
    return {folder.name: figures(folder) for folder in folders}


def figures(offer: Path) -> dict[str, float]:
    readers = as_read.readers(offer)
    grades = [readability.grade(reader.of(part)) for reader in readers for part in PARTS]
    lengths = sorted(words for reader in readers for words in as_read.lengths(reader.of(*PARTS)))
    tenth = len(lengths) // 10
    found = {
        "lowest": min(grades),
        "highest": max(grades),
        "median": statistics.median(lengths),
        "tenth": lengths[tenth],
        "ninetieth": lengths[-tenth],
        "short": sum(words <= SHORT for words in lengths) / len(lengths),
    }
    shared = [as_read.in_common(*pair) for pair in as_read.unlike(readers)]
    if shared:
        found["in_common"] = max(shared)
    return {name: measure.rounded(value) for name, value in found.items()}
