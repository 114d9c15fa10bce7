"""The content files of this app, assessment.yaml and passages/*.md of an offer, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from pydantic import ValidationError

from assessments.frozen import Body
from assessments.schema import AssessmentBody, PassageBody, passage_body
from offers import files as offers
from publishing import files
from publishing.files import Filed, Files, Texts
from writing import frontmatter, yaml_reader
from writing.clean import cleaned_tree
from writing.errors import Fault, Refused
from writing.passages import (
    EVERYONE,
    NOTHING_FOR_EVERYONE,
    PassageText,
    dump_cells,
    parse_cells,
)

ASSESSMENT, SLUG, RESTS_ON = "assessment.yaml", "slug", "rests_on"


def plain(body: AssessmentBody, **beside: Any) -> dict[str, Any]:
    """A body as scoring and pages read it, with what was frozen beside it."""
    return files.plain(body, whole=True) | beside


def read_body(folder: Path) -> Body:
    """The body in a content folder; raises Refused when the file is missing or no assessment."""
    filed = read_file(folder / ASSESSMENT)
    assert isinstance(filed.body, AssessmentBody)
    offer = offers.read(folder)
    beside = {"language": offer["language"]} if offer else {}
    return plain(filed.body, slug=filed.key, **beside)


def read_file(file: Path) -> Filed:
    """The assessment in a file; raises Refused when it is missing or none."""
    try:
        return read_text(file.name, file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused([Fault(1, f"{file.name} cannot be read: {error}.")]) from error


def read_text(name: str, text: str) -> Filed:
    """The assessment that a file says; raises Refused, naming the file."""
    try:
        data = cleaned_tree(yaml_reader.load(text))
    except yaml.YAMLError as error:
        raise Refused([Fault(1, f"{name} is not YAML: {error}")]) from error
    if not isinstance(data, Mapping):
        raise Refused([Fault(1, f"{name} is a list of “name: value” lines.")])
    values = {key: value for key, value in _tidy(data).items() if key != SLUG}
    try:
        body = files.from_plain(AssessmentBody, values)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
        messages = (
            f"{name}: {'/'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in wrong
        )
        raise Refused([Fault(1, message) for message in messages]) from error
    return Filed(str(data.get(SLUG, "")), body)


def _tidy(value: Any) -> Any:
    """Texts without the white space around them that YAML's blocks leave."""
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.strip().splitlines())
    if isinstance(value, Mapping):
        return {str(name): _tidy(part) for name, part in value.items()}
    return [_tidy(part) for part in value] if isinstance(value, list) else value


def write_text(filed: Filed) -> str:
    """What `read_text` reads back."""
    return files.written({SLUG: filed.key, **files.plain(filed.body)})


def _read_assessments(texts: Texts) -> Iterator[Filed]:
    return (read_text(name, text) for name, text in sorted(texts.items()))


def read_passages(folder: Path) -> dict[str, PassageText]:
    """The passages in a content folder, by key; raises Refused with all their faults."""
    paths = (folder / "passages").glob("*.md")
    texts = {f"passages/{path.name}": path.read_text(encoding="utf-8") for path in paths}
    passages = {}
    for filed in _read_passages(texts):
        assert isinstance(filed.body, PassageBody)
        axis, cells = filed.body.axis, filed.body.texts()
        passages[filed.key] = PassageText(key=filed.key, axis=axis, cells=cells)
    return passages


def _read_passages(texts: Texts) -> list[Filed]:
    """Every passage; raises Refused with the faults of all."""
    filed: list[Filed] = []
    faults: list[Fault] = []
    for name, text in sorted(texts.items()):
        try:
            filed.append(_passage(PurePosixPath(name).stem, text))
        except Refused as refused:
            faults += [fault.within(name) for fault in refused.faults]
    if faults:
        raise Refused(faults)
    return filed


def _passage(stem: str, text: str) -> Filed:
    head, cells = frontmatter.parse(text)
    key, axis = str(head.get("key", stem)), str(head.get("axis", ""))
    passage = PassageText(key=key, axis=axis, cells=parse_cells(cells))
    if not axis:
        raise Refused([Fault(1, "The head says no axis, such as “axis: profile”.")])
    question, rests_on = str(head.get("question", "")), _grounds(head)
    if not question and not passage.cells.get(EVERYONE, "").strip():
        raise Refused([Fault(1, NOTHING_FOR_EVERYONE)])
    if stray := [cell for cell in rests_on if cell not in passage.cells]:
        raise Refused([Fault(1, f"rests_on: there is no text “[{stray[0]}]”.")])
    return Filed(key, passage_body(str(head.get("title", key)), passage, question, rests_on))


def _grounds(head: Mapping[str, object]) -> dict[str, str]:
    """Of each text, the questions it rests on."""
    said = head.get(RESTS_ON) or {}
    if not isinstance(said, Mapping):
        raise Refused([Fault(1, "rests_on is a list of “key: questions” lines, one a text.")])
    return {str(cell): str(names) for cell, names in said.items()}


def _write_passage(filed: Filed) -> Texts:
    body = filed.body
    assert isinstance(body, PassageBody)
    head: dict[str, object] = {
        "key": filed.key,
        "title": body.title or filed.key,
        "axis": body.axis,
    }
    if body.question:
        head["question"] = body.question
    if rests_on := {cell.id: cell.rests_on for cell in body.cells if cell.rests_on}:
        head[RESTS_ON] = rests_on
    return {f"passages/{filed.key}.md": frontmatter.dump(head, dump_cells(body.texts()))}


ASSESSMENTS = Files(
    (ASSESSMENT,),
    _read_assessments,
    lambda filed: {ASSESSMENT: write_text(filed)},
    key=SLUG,
    one_of=True,
)
PASSAGES = Files(("passages/*.md",), _read_passages, _write_passage)
INTAKES = Files(
    ("intake/*.yaml",),
    _read_assessments,
    lambda filed: {f"intake/{filed.key}.yaml": write_text(filed)},
    key=SLUG,
    of_all=True,
)
