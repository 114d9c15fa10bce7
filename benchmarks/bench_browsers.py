"""The journey in browsers that the tests do not drive: `bin/bench browsers`.

Firefox (Debian's firefox-esr, by WebDriver BiDi through puppeteer-core), third-party cookies
blocked: on our own pages from the start page to the page after asking for the guide; and inside a
page of another origin the assessment, a sign-up form, a booking, and a popup that stays closed once
it was closed. `errors` counts script errors and steps that did not get through.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

from benchmarks import machine, measure
from benchmarks.browse import ASSESSMENT, SHEET
from benchmarks.lint_walk import living
from demo.house import DemoHouse
from tests.browser.her_site import ALLOW, Website
from tests.browser.test_frames import FORM, script

MINUTES = 10


def firefox() -> str:
    """The path of Firefox; installed by apt where we may."""
    found = shutil.which("firefox-esr")
    if not found:
        machine.need(firefox_esr="firefox-esr")
        found = shutil.which("firefox-esr")
    assert found
    return found


def places(house: DemoHouse, site: Website) -> dict[str, object]:
    """Every address of the walk."""
    return {
        "path": firefox(),
        "start": house.site + ASSESSMENT,
        "answers": json.loads(SHEET.read_text())["answers"],
        "inline": site.page(script(house, "inline")),
        "form": site.page(script(house, "inline", "form", FORM)),
        "book": site.page(script(house, "inline", "book")),
        "popup": site.page(script(house, "popup", more='data-after="1"')),
        "booted": site.page(script(house, "inline")),
    }


def figures() -> dict[str, object]:
    machine.checkers()
    site = Website("localhost")
    with machine.folder() as folder, living(folder / "house") as house:
        house.manage("shell", "-v", "0", "-c", ALLOW.format(origin=site.origin))
        done = subprocess.run(
            ["node", "firefox.mjs", json.dumps(places(house, site))],
            cwd=machine.HERE,
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
            timeout=MINUTES * 60,
            check=True,
        )
    site.close()
    walked: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return walked


def main() -> None:
    measure.is_small(__doc__)
    walked = figures()
    steps = {name: held for name, held in walked.items() if isinstance(held, bool)}
    measure.close(
        "browsers",
        walked,
        {f"{name} holds in Firefox": held for name, held in steps.items()}
        | {"no script failed": walked["errors"] == 0},
    )


if __name__ == "__main__":
    main()
