"""The landing page in a content folder: landing.yaml of its offer, both ways. Pure."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from pydantic import ValidationError

from landing.schema import LandingBody
from publishing.files import Filed, Files, Texts, from_plain, plain, written
from writing import yaml_reader
from writing.errors import Fault, Refused

LANDING, SLUG = "landing.yaml", "slug"


def read_texts(texts: Texts) -> Iterator[Filed]:
    """The landing page that a folder's files say, if it has one; raises Refused."""
    for name, text in texts.items():
        try:
            data = yaml_reader.load(text)
            if not isinstance(data, dict) or not data.get(SLUG):
                raise Refused([Fault(1, f"{name} is a list of “name: value” lines with a slug.")])
            slug = str(data.pop(SLUG))
            yield Filed(slug, from_plain(LandingBody, data))
        except yaml.YAMLError as error:
            raise Refused([Fault(1, f"{name} cannot be read: {error}")]) from error
        except ValidationError as error:
            wrong = error.errors(include_url=False)[0]
            place = "/".join(str(part) for part in wrong["loc"])
            raise Refused([Fault(2, f"{name}: {place}: {wrong['msg']}")]) from error


def write(filed: Filed) -> Texts:
    """What `read_texts` reads back."""
    return {LANDING: written({SLUG: filed.key} | plain(filed.body))}


LANDINGS = Files((LANDING,), read_texts, write, key=SLUG, one_of=True)
