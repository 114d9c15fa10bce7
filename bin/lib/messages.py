"""What a reader can be told, gathered from source into the catalogs of locale/, which are compiled.

Needs no GNU gettext. The desk speaks English: its strings are marked in the same way, and enter the
catalogs once READERS names their files.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "locale"
READERS = (
    *("templates/*.html", "templates/assessments/**/*.html", "templates/consultations/*.html"),
    *("templates/contacts/*.html", "templates/courses/*.html", "templates/guides/**/*.html"),
    *("templates/landing/**/*.html", "templates/mail/*.html", "templates/mail/*.txt"),
    *("templates/practice/*.html", "templates/desk/try/*.html"),
    *("assessments/comparison.py", "assessments/forms.py", "assessments/result_page.py"),
    *("assessments/result_comparison.py", "assessments/result_bars.py"),
    *("assessments/outline/answer_scales.py", "assessments/outline/wording.py"),
    *("assessments/views/*.py", "landing/actions/draw.py"),
    "landing/views/*.py",
    *("consultations/actions/*.py", "consultations/forms.py", "consultations/intake.py"),
    *("consultations/views/*.py", "consultations/wording.py", "courses/forms/self_service.py"),
    *("courses/views/*.py", "courses/models/enrollments.py", "courses/wording.py"),
    *("guides/actions/asking.py", "landing/actions/asking.py", "landing/sign_up/boxes.py"),
    *("landing/actions/confirm_sign_up.py", "landing/sign_up/sheet.py", "contacts/field_keys.py"),
    *("guides/blocks.py", "guides/forms.py", "guides/pdf.py", "guides/recipient.py"),
    *("guides/typography.py", "guides/wording.py", "guides/views/*.py", "mail/actions/publish.py"),
    "mail/sample_words.py",
)
THE_AUTHORS = re.compile(
    r"/(_?admin_|mailbox|preview\.|_left_out|locked|_brief|brief|copy_meeting|passage_alone)"
)
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
IN_TEMPLATE = re.compile(
    r"\b(?:n?gettext|_)\((?:[^()\"']|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')*\)"
)


class Words(NamedTuple):
    """A message as source has it; `plural` is empty where it has no number."""

    singular: str
    plural: str = ""


def files() -> Iterator[Path]:
    """Every file that may tell a reader something."""
    for pattern in READERS:
        for file in sorted(ROOT.glob(pattern)):
            if not THE_AUTHORS.search(f"/{file.relative_to(ROOT)}"):
                yield file


def gathered() -> dict[Words, list[str]]:
    """Every message for readers, and the files that say it."""
    if not settings.configured:
        settings.configure()
    places_of: dict[Words, list[str]] = {}
    for file in files():
        for words in sorted(set(said_in(file))):
            places_of.setdefault(words, []).append(str(file.relative_to(ROOT)))
    return places_of


def said_in(file: Path) -> Iterator[Words]:
    """The messages of one file."""
    source = file.read_text()
    if file.suffix == ".py":
        yield from marked(ast.parse(source))
        return
    for call in IN_TEMPLATE.findall(templatize(source)):
        yield from marked(ast.parse(call))


def marked(tree: ast.AST) -> Iterator[Words]:
    """The texts of calls that mark one for translation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
            name = getattr(node.func, "id", "")
            constants = (
                argument.value for argument in node.args if isinstance(argument, ast.Constant)
            )
            texts = [text for text in constants if isinstance(text, str)]
            if texts:
                yield Words(*texts[:2]) if name.startswith("ngettext") else Words(texts[0])


def brought_up_to_date(
    catalog: polib.POFile, gathered_words: Mapping[Words, Iterable[str]]
) -> None:
    """New messages enter, those that nobody says any more leave; translations stay."""
    old = {Words(entry.msgid, entry.msgid_plural): entry for entry in catalog}
    catalog.clear()
    for words, places in sorted(
        gathered_words.items(), key=lambda pair: (sorted(pair[1])[0], pair[0])
    ):
        entry = old.get(words) or polib.POEntry(
            msgid=words.singular,
            msgid_plural=words.plural,
            msgstr_plural={0: "", 1: ""} if words.plural else {},
        )
        entry.occurrences = [(place, "") for place in places]
        if "%(" in words.singular and "python-format" not in entry.flags:
            entry.flags.append("python-format")
        catalog.append(entry)


def main() -> None:
    words = gathered()
    for file in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        catalog = polib.pofile(str(file), wrapwidth=100)
        brought_up_to_date(catalog, words)
        catalog.save(str(file))
        catalog.save_as_mofile(str(file.with_suffix(".mo")))
        missing = catalog.untranslated_entries()
        print(f"{file.relative_to(ROOT)}: {len(catalog)} messages, {len(missing)} to translate")


if __name__ == "__main__":
    main()
