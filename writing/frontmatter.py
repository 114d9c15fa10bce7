"""Content files: a head of YAML between two lines of three dashes, then the text."""

import yaml

from writing import yaml_reader
from writing.errors import Fault, Refused

_RULE = "---"


def parse(text: str) -> tuple[dict[str, object], str]:
    """Split a file into its head and its body; raises Refused when the head cannot be read."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != _RULE:
        raise Refused([Fault(1, "The file begins with a line of three dashes, “---”.")])
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.rstrip() == _RULE), None)
    if end is None:
        raise Refused([Fault(1, "The head is not closed by a second line of three dashes.")])
    head = _head("\n".join(lines[1:end]))
    return head, "\n".join(lines[end + 1 :]).strip("\n") + "\n"


def _head(source: str) -> dict[str, object]:
    try:
        head = yaml_reader.load(source)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        problem = getattr(error, "problem", None) or "it is not YAML"
        raise Refused([Fault(line, f"The head cannot be read: {problem}.")]) from error
    if head is None:
        return {}
    if not isinstance(head, dict) or not all(isinstance(key, str) for key in head):
        raise Refused([Fault(2, "The head is a list of “name: value” lines.")])
    return head


def dump(head: dict[str, object], body: str) -> str:
    """A file that `parse` reads back; the order of the head is kept."""
    top = yaml.dump(
        head, Dumper=yaml_reader.Dumper, sort_keys=False, allow_unicode=True, width=10_000
    )
    return f"{_RULE}\n{top}{_RULE}\n{body.strip(chr(10))}\n"
