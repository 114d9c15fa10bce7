"""What came from outside, without the signs no text has: NUL, controls, half a surrogate. Pure.

PostgreSQL stores none of them, calendars and headers break at some. Tabs and line ends stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

DEEPEST = 40
"""Levels of JSON or YAML; what people and providers send has fewer than ten."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile("[\u2028\u2029]")


class TooDeep(ValueError):
    """Levels upon levels: nothing a person or a provider sends."""


def cleaned(text: str) -> str:
    """The text without controls; Unicode's own line ends become the common one."""
    return _LINE_END.sub("\n", CONTROL.sub("", text))


def cleaned_tree(value: Any, *, levels: int = DEEPEST) -> Any:
    """The same of JSON values, keys and texts cleaned; raises TooDeep."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, Mapping | list | tuple) and levels == 0:
        raise TooDeep("nested too deeply")
    if isinstance(value, Mapping):
        return {
            cleaned(key) if isinstance(key, str) else key: cleaned_tree(item, levels=levels - 1)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [cleaned_tree(item, levels=levels - 1) for item in value]
    return value


def read_json(text: str | bytes) -> Any:
    """The cleaned values of a JSON text; raises ValueError, also for one nested too deeply."""
    try:
        return cleaned_tree(json.loads(text))
    except RecursionError:
        # `json` itself goes down a call for each level, before any of ours is counted.
        raise TooDeep("nested too deeply") from None
