"""Each page in a browser before three accessibility engines: axe, IBM's and Siteimprove's Alfa."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from benchmarks.lint_checks import tell
from benchmarks.machine import HERE, checkers
from demo.pages import WebPage

UNKIND = """form => {
  form.noValidate = true;
  form.reset();
  form.querySelector("button:not([type=button])").click();
}"""
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => (one.open = true))"
IBM = """async () => {
  const report = await new ace.Checker().check(document, ["IBM_Accessibility"]);
  return report.results.map(({ value, ruleId, snippet, message }) => ({
    policy: value[0], outcome: value[1], words: `${ruleId}: ${message} ${snippet}`,
  }));
}"""
# The same colours in the one spelling that IBM's checker reads: it takes `oklab()` for white.
IN_RGB = """() => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  for (const one of document.querySelectorAll("body, body *"))
    for (const name of ["color", "backgroundColor"]) {
      const value = getComputedStyle(one)[name];
      if (value.startsWith("rgb")) continue;
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = value;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
      one.style[name] = `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
    }
}"""
WAYS = (("light", True), ("dark", True), ("light", False))
"""The colours of the screen, and whether scripts run."""


class Engines:
    """What the three found so far; Alfa audits at the end, what it needs is written to a folder."""

    def __init__(self, folder: Path) -> None:
        modules = checkers()
        self.folder = folder
        self.source = (modules / "axe-core" / "axe.min.js").read_text()
        self.ace = (modules / "accessibility-checker-engine" / "ace.js").read_text()
        native = [
            (modules / "@siteimprove" / f"alfa-{part}" / "dist" / "native.js").read_text()
            for part in ("dom", "device")
        ]
        dom, device = (
            f"(() => {{ {text.replace('export var', 'var')}\nreturn Native; }})()"
            for text in native
        )
        self.copier = f"""async () => ({{
            document: await {dom}.fromNode(), device: {device}.fromWindow(),
        }})"""
        self.axe: list[str] = []
        self.ibm: list[str] = []
        self.ibm_unsure: list[str] = []
        self.written: list[Path] = []

    def look(self, tab: Tab, how: str) -> None:
        """Ask each of them about the page as it stands in the tab."""
        tab.evaluate(OPEN_ALL)
        name = f"{re.sub(r'[\w.~:-]{20,}', '…', urlsplit(tab.url).path)} ({how})"
        self.copy(tab, name)
        tab.evaluate(self.source)
        for violation in tab.evaluate("() => axe.run()")["violations"]:
            self.axe += [
                f"{name} {violation['id']}: {node['html'][:120]}" for node in violation["nodes"]
            ]
        tab.evaluate(IN_RGB)
        tab.evaluate(self.ace)
        for result in tab.evaluate(IBM):
            if result["outcome"] == "FAIL" and result["policy"] == "VIOLATION":
                self.ibm.append(f"{name} {result['words'][:240]}")
            elif result["outcome"] in ("FAIL", "POTENTIAL", "MANUAL"):
                self.ibm_unsure.append(f"{name} {result['words'][:240]}")

    def copy(self, tab: Tab, name: str) -> None:
        """Write down the page as Alfa reads it: its tree, its styles, where each box lies."""
        file = self.folder / f"{len(self.written)}.json"
        copied = {"name": name, "url": tab.url, **tab.evaluate(self.copier)}
        file.write_text(json.dumps(copied))
        self.written.append(file)

    def figures(self) -> dict[str, int]:
        """How many faults each found, and of how many places it could not tell."""
        line = ["node", str(HERE / "alfa.mjs"), *map(str, self.written)]
        done = subprocess.run(line, capture_output=True, text=True, check=True)
        alfa = json.loads(done.stdout)
        return {
            "axe": tell("axe", self.axe),
            "ibm": tell("ibm", self.ibm),
            "alfa": tell("alfa", alfa["faults"]),
            "ibm_unsure": tell("ibm, to be looked at", self.ibm_unsure),
            "alfa_unsure": tell("alfa, to be looked at", alfa["unsure"]),
        }


def engines(browser: Browser, pages: dict[str, WebPage], folder: Path) -> dict[str, int]:
    """Each page in light, in dark and without scripts, and its forms as they answer when empty."""
    folder.mkdir()
    found = Engines(folder)
    for scheme, scripts in WAYS:
        how = scheme if scripts else "no scripts"
        context = browser.new_context(
            viewport={"width": 390, "height": 844},
            color_scheme=scheme,
            bypass_csp=True,
            reduced_motion="reduce",
        )
        if not scripts:
            context.route("**/*.js", lambda route: route.abort())
        tab = context.new_page()
        for url in pages:
            tab.goto(url, wait_until="load")
            asked = scripts and one_by_one(tab)
            found.look(tab, how)
            if not asked and send_empty(tab):
                found.look(tab, f"{how}, sent empty")
        context.close()
    return found.figures()


def one_by_one(tab: Tab) -> bool:
    """Whether a script asks the page's questions singly: then nothing is sent from it as a form."""
    if tab.locator("form[data-questions]").count() == 0:
        return False
    tab.locator(".bar").wait_for()
    return True


def send_empty(tab: Tab) -> bool:
    """Send the page's form of questions or address without any answer; whether there is one."""
    form = tab.locator("form.form:has(input[type=radio], input[type=email])").first
    if form.count() == 0:
        return False
    with tab.expect_navigation():
        form.evaluate(UNKIND)
    return True
