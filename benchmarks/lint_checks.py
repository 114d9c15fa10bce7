"""The checkers of `bench_lint`: each says what it finds and returns a number."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.machine import HERE, checkers
from benchmarks.measure import say
from demo.pages import WebPage
from health.clock import real_now

SHOWN = 12  # findings of one checker that are spelled out


def tell(checker: str, findings: list[str]) -> int:
    """Spell out the first findings, each once; how many there are."""
    for line in list(dict.fromkeys(findings))[:SHOWN]:
        say(f"{checker}: {line}")
    return len(findings)


def nu(pages: dict[str, WebPage], folder: Path) -> int:
    """Errors of the Nu validator over the pages as they came."""
    folder.mkdir()
    names = {}
    for number, (url, page) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_bytes(page.body)
        names[file.name] = urlsplit(url).path
    jar = checkers() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    line = ["java", "-Xss2m", "-jar", str(jar), "--format", "json", str(folder)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    findings = [
        f"{names[message['url'].rsplit('/', 1)[1]][:60]} line {message.get('lastLine')}: "
        f"{message['message']}"
        for message in json.loads(done.stderr)["messages"]
        if message["type"] == "error"
    ]
    return tell("nu", findings)


def pdfua(files: list[Path], *, with_qpdf: bool) -> int:
    """Errors of `pdfua check`, and files that qpdf finds damaged."""
    tool = Path(sys.executable).parent / "pdfua"
    findings = []
    for file in files:
        line = [str(tool), "check", "--format", "json", "--min-severity", "error", str(file)]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        if done.returncode:
            findings += [f"{file.name}: {said}" for said in errors_in(done.stdout)]
        if not with_qpdf:
            continue
        broken = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True)
        if broken.returncode:
            findings.append(f"{file.name}: {broken.stderr.strip()[-200:]}")
    return tell("pdfua", findings)


def errors_in(report: str) -> list[str]:
    """The findings of one JSON report, or its text where it is none."""
    try:
        found = json.loads(report)
    except ValueError:
        return [report[-300:]]
    files = found if isinstance(found, list) else [found]
    rows = [row for file in files for row in file.get("findings", [])]
    return [json.dumps(row)[:200] for row in rows] or [report[:300]]


def spamassassin(mails: list[tuple[Path, EmailMessage]], site: str) -> float:
    """The worst score of `spamassassin -L -t`.

    The demo's clock runs ahead and its site is a port on this machine; a copy with today's date
    and an ordinary address is what gets scored.
    """
    worst, lines = 0.0, []
    for _file, mail in mails:
        line = ["spamassassin", "-L", "-t"]
        done = subprocess.run(line, input=as_sent(mail, site), capture_output=True, check=True)
        said = done.stdout.decode("utf-8", "replace")
        found = re.search(r"score=(-?[\d.]+).*?tests=([\w,\s]+?)\s+autolearn", said, re.DOTALL)
        assert found, said[:500]
        score = float(found.group(1))
        worst = max(worst, score)
        lines.append(f"{score} {mail['Subject']}: {' '.join(found.group(2).split())}")
    tell("spamassassin", sorted(lines, reverse=True))
    return worst


def as_sent(mail: EmailMessage, site: str) -> bytes:
    mail.replace_header("Date", format_datetime(real_now()))
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            words = part.get_content().replace(site, "https://reframe.example.org")
            part.set_content(words, subtype=part.get_content_subtype(), cte="quoted-printable")
    head = mail.get("List-Unsubscribe")
    if head:
        mail.replace_header("List-Unsubscribe", head.replace(site, "https://reframe.example.org"))
    return mail.as_bytes()


def caniemail(mails: list[tuple[Path, EmailMessage]], folder: Path) -> dict[str, int]:
    """What caniemail calls unsupported: in what a letter depends on, and in its <style> block."""
    folder.mkdir()
    for file, mail in mails:
        part = mail.get_body(("html",))
        if part is not None:
            (folder / f"{file.stem}.html").write_text(part.get_content())
    checkers()
    line = ["node", str(HERE / "caniemail.mjs"), *map(str, sorted(folder.glob("*.html")))]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return {
        "caniemail": tell("caniemail", found["needed"]),
        "enhancing": tell("caniemail, <style>", found["enhancing"]),
    }
