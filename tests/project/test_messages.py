"""The catalogs in locale/ hold what source says now, all of it in their language, compiled."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import polib
import pytest
from django.conf import settings

from practice.languages import DEFAULT, LANGUAGES

ROOT = Path(settings.BASE_DIR)
CATALOGS = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
RENEW = "run bin/messages, then translate what is new"


@pytest.fixture(scope="module")
def said() -> set[tuple[str, str]]:
    spec = spec_from_file_location("messages", ROOT / "bin" / "lib" / "messages.py")
    assert spec
    assert spec.loader
    messages = module_from_spec(spec)
    spec.loader.exec_module(messages)
    return {tuple(words) for words in messages.gathered()}


def test_there_is_a_catalog_for_every_language_but_the_one_of_the_source() -> None:
    assert {file.parts[-3] for file in CATALOGS} == dict(LANGUAGES).keys() - {DEFAULT}


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.parts[-3])
def test_catalog_has_all_that_readers_are_told(file: Path, said: set[tuple[str, str]]) -> None:
    catalog = polib.pofile(str(file))

    assert {(entry.msgid, entry.msgid_plural) for entry in catalog} == said, RENEW
    assert [entry.msgid for entry in catalog.untranslated_entries()] == []
    assert catalog.fuzzy_entries() == []


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.parts[-3])
def test_compiled_catalog_is_fresh(file: Path) -> None:
    wanted = polib.pofile(str(file)).translated_entries()
    compiled = polib.mofile(str(file.with_suffix(".mo")))

    assert {words(one) for one in compiled} == {words(one) for one in wanted}, RENEW


def words(entry: polib.MOEntry | polib.POEntry) -> tuple[object, ...]:
    return (entry.msgid, entry.msgstr, *sorted(entry.msgstr_plural.items()))


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.parts[-3])
def test_every_variable_is_one_the_source_has(file: Path) -> None:
    for entry in polib.pofile(str(file)):
        known = variables(entry.msgid) | variables(entry.msgid_plural)
        for said in (entry.msgstr, *entry.msgstr_plural.values()):
            assert variables(said) <= known, entry.msgid


def variables(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|<[^>]*>", text))
