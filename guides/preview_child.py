"""A look at pages on paper, set in a child process with hard limits: a web thread has none, and
9,000 paragraphs took one a minute. Pure but for the child.

The child gets no setting and no secret, only finished HTML and pictures; it ends by itself, or is
ended. Readers' own guides are made by the guide worker (`guides.resource_limits`).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from guides import pdf
from practice.lazy_import import lazily
from practice.look import Look

if TYPE_CHECKING:
    from guides import pictures
else:
    pictures = lazily("guides.pictures")  # of use to the child only

SECONDS = 8  # of computing; the starter guide takes two, twice that on a machine with much to do
MEGABYTES = 220  # beyond what the child has when it begins, which is about 80
WALL_SECONDS = 20
MOST_HTML = 2_000_000  # characters
MOST_FILE = 20 * 2**20  # typefaces are laid into a folder that goes with the child
ROOT = Path(__file__).resolve().parent.parent


class TooMuch(ValueError):
    """The pages would take more time or memory than a look may."""


class Busy(Exception):
    """The machine had too little time left over to set the pages."""


@dataclass(frozen=True)
class PaperPreview:
    """A PDF and, where asked for, its pages as data: addresses of pictures."""

    file: bytes
    pages: list[str]


def preview(
    source: str,
    *,
    paper: str,
    look: Look,
    drawn: Mapping[str, bytes] = pdf.NO_PICTURES,
    as_pictures: bool = False,
) -> PaperPreview:
    """What `pdf.printed` makes of a page of HTML, within limits. Raises TooMuch, and Busy."""
    if len(source) > MOST_HTML:
        raise TooMuch
    wanted = {
        "source": source,
        "paper": paper,
        "look": look.as_body(),
        "as_pictures": as_pictures,
        "seconds": SECONDS,
        "drawn": {name: b64encode(file).decode() for name, file in drawn.items()},
    }
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "guides.preview_child"],
                input=json.dumps(wanted).encode(),
                capture_output=True,
                cwd=ROOT,
                # Pango starts threads. Each would set aside 128 MB of addresses for itself or not,
                # as it happens, and now and then more than the limit of memory.
                env={"TMPDIR": folder, "MALLOC_ARENA_MAX": "1"},
                timeout=WALL_SECONDS,
                check=True,
            )
            answer = json.loads(done.stdout)
        except subprocess.TimeoutExpired as error:
            raise Busy from error
        except (subprocess.SubprocessError, ValueError) as error:
            raise TooMuch from error
    return PaperPreview(b64decode(answer["file"]), answer["pages"])


def confine(seconds: int) -> None:
    """The limits of this process, for good; so many seconds of computing are left to it."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    most = used + MEGABYTES * 2**20
    # Counted from now: loading took some of it already, more on a slow machine.
    spent = resource.getrusage(resource.RUSAGE_SELF)
    most_seconds = ceil(spent.ru_utime + spent.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_FILE, MOST_FILE))


def main() -> None:
    """The child: a JSON object in, another out."""
    wanted = json.load(sys.stdin)
    pdf.warm()
    if wanted["as_pictures"]:
        _ = pictures.pages  # loaded now, for the same reason
    confine(wanted["seconds"])
    drawn = {name: b64decode(file) for name, file in wanted["drawn"].items()}
    file = pdf.printed(
        wanted["source"],
        paper=wanted["paper"],
        look=Look.from_body(wanted["look"]),
        pictures=drawn,
    )
    pages = pictures.pages(file) if wanted["as_pictures"] else []
    sys.stdout.write(json.dumps({"file": b64encode(file).decode(), "pages": pages}))


if __name__ == "__main__":
    main()
