"""Checkers too heavy for every test run: `bin/bench lint [--small]`.

The demo's walk is made once on a pretend clock; every page it meets, every page those and the
mails link to, every mail and the guide are then checked.

axe, ibm, alfa violations of any rule of axe-core, of IBM's checker and of Siteimprove's Alfa
               (its rules for AAA left out), on a phone, in light, in dark and without scripts,
               forms also as they answer when sent empty (must 0)
ibm_unsure, alfa_unsure   places of which these two say that a person has to look, only reported
nu             errors of the Nu HTML validator (must 0)
pdfua          errors of `pdfua check` and `qpdf --check` on guides, A4 and US Letter (must 0)
spamassassin   the worst score of a mail in `spamassassin -L -t` (must be below 1.5)
caniemail      features a letter depends on that caniemail calls unsupported in Gmail, Outlook or
               Apple Mail (must 0). Left out are <body>, which every letter has, and the <style>
               block, which only adds to the inline styles (dark colours, small screens)
enhancing      the same count for the <style> block, only reported
kb_mail        the largest mail (must 100)
without_text   mails without a written text part (must 0)
walk           whether each step of the walk was verified
pages, mails, guides   how many were checked

A tool that cannot be installed here is named in one line, and its figure left out.
"""

from __future__ import annotations

import subprocess

from benchmarks import chrome, lint_checks, lint_engines, lint_walk, machine, measure

MUST_SCORE, MUST_KB = 1.5, 100


def absent() -> set[str]:
    """The tools that cannot run here; "node" stands for everything that comes by npm."""
    gone = machine.absent(spamassassin="spamassassin", qpdf="qpdf", java="default-jre-headless")
    try:
        machine.checkers()
    except (SystemExit, OSError, subprocess.CalledProcessError):
        measure.say("left out, npm cannot install them here: axe, IBM's, Alfa, Nu, caniemail")
        gone.add("node")
    return gone


def figures(*, small: bool) -> dict[str, float]:
    gone = absent()
    with machine.folder() as folder:
        with lint_walk.living(folder / "house") as house:
            found = lint_walk.collect(house, small=small)
            measure.say(f"checking {len(found.pages)} pages, {len(found.mails)} mails")
            made: dict[str, float] = {}
            if "node" not in gone:
                with chrome.browser() as browser:
                    made |= lint_engines.engines(browser, found.pages, folder / "copies")
        if not gone & {"node", "java"}:
            made["nu"] = lint_checks.nu(found.pages, folder / "pages")
        made["pdfua"] = lint_checks.pdfua(found.guides, with_qpdf="qpdf" not in gone)
        if "node" not in gone:
            made |= lint_checks.caniemail(found.mails, folder / "letters")
        if "spamassassin" not in gone:
            made["spamassassin"] = lint_checks.spamassassin(found.mails, house.site)
        sizes = [file.stat().st_size / 1000 for file, _mail in found.mails]
        return made | {
            "kb_mail": round(max(sizes, default=0), 1),
            "pages": len(found.pages),
            "mails": len(found.mails),
            "guides": len(found.guides),
            "without_text": sum(not mail.get_body(("plain",)) for _file, mail in found.mails),
            "walk": found.is_whole,
        }


def main() -> None:
    found = figures(small=measure.is_small(__doc__))
    checked = ("axe", "ibm", "alfa", "nu", "pdfua", "caniemail")
    nothing = {f"{name} finds nothing": found[name] == 0 for name in checked if name in found}
    measure.close(
        "lint",
        found,
        nothing
        | {
            f"spamassassin below {MUST_SCORE}": found.get("spamassassin", 0) < MUST_SCORE,
            f"mails under {MUST_KB} kB": found["kb_mail"] < MUST_KB,
            "a written text part in each": found["without_text"] == 0,
            "the walk was whole": bool(found["walk"] and found["mails"] > 0),
        },
    )


if __name__ == "__main__":
    main()
