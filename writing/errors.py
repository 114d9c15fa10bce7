"""What an author is told when a text is refused: the line, what is wrong, what is allowed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend; `line` counts from 1, `message` is a whole sentence for the author."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}"

    def within(self, place: str) -> "Fault":
        """The same fault, told as part of another text (`place` names it)."""
        return replace(self, message=f"{place}, line {self.line}: {self.message}")


class Refused(Exception):
    """The text was not accepted; `faults` says why, in the order of the lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def listed(words: Iterable[str]) -> str:
    """Words as a readable list: "a, b, c"; "nothing" when there are none."""
    return ", ".join(words) or "nothing"
