"""What there is to count in the code, as JSON; none of it is aimed at for its own sake."""

from __future__ import annotations

import ast
import json
import statistics
from collections import Counter

from shape import modules


def figures() -> dict[str, object]:
    every = modules()
    sizes = [len(module.source.splitlines()) for module in every]
    lengths = [(f.end_lineno or 0) - f.lineno + 1 for module in every for f in module.functions]
    written = [line.strip() for module in every for line in module.source.splitlines()]
    comments = sum(line.startswith("#") for line in written)
    per_app: Counter[str] = Counter()
    for module, size in zip(every, sizes, strict=True):
        per_app[module.app] += size
    return {
        "modules": len(every),
        "lines": sum(sizes),
        "lines of a module": [statistics.median(sizes), max(sizes)],
        "lines of a function": [statistics.median(lengths), max(lengths)],
        "comment lines, %": round(100 * comments / sum(map(bool, written)), 1),
        "dataclasses": sum(
            any("dataclass" in ast.unparse(d) for d in kind.decorator_list)
            for module in every
            for kind in module.classes
        ),
        "lines by app": dict(per_app.most_common()),
    }


if __name__ == "__main__":
    print(json.dumps(figures(), indent=2))
