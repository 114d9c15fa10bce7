"""A landing page as search engines read it: schema.org in JSON-LD. Pure.

What stands here also stands on the page; there are no ratings, prices or people of our making.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from landing.entries import split
from landing.schema import BlockKind, LandingBody
from writing.markdown import to_text

Graph = dict[str, Any]
# HTML ends a script at “</script” and begins a comment at “<!--”, whatever JSON says around it.
_UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def graph(body: LandingBody, *, site: str, path: str, name: str, practice: str) -> Graph:
    """The site, the assessment that is free to take (`name`), if there is one, and the questions
    with answers.
    """
    url, publisher = f"{site}{path}", f"{site}/#practice"
    nodes: list[Graph] = [
        {"@type": "Organization", "@id": publisher, "name": practice},
        {"@type": "WebSite", "name": practice, "url": f"{site}/"},
    ]
    if name:
        nodes.append(
            {
                "@type": "WebApplication",
                "name": name,
                "description": body.description,
                "url": url,
                "applicationCategory": "EducationalApplication",
                "operatingSystem": "Any",
                "isAccessibleForFree": True,
                "publisher": {"@id": publisher},
            }
        )
    questions = [
        {
            "@type": "Question",
            "name": plain(entry.title),
            "acceptedAnswer": {"@type": "Answer", "text": plain(entry.text)},
        }
        for block in body.blocks
        if block.kind is BlockKind.QUESTIONS
        for entry in split(block.text)[1]
    ]
    if questions:
        nodes.append({"@type": "FAQPage", "url": url, "mainEntity": questions})
    return {"@context": "https://schema.org", "@graph": nodes}


def script(graph: Graph) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    written = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(_UNSAFE))


@lru_cache(maxsize=256)  # as landing.page: the launch day's promise
def plain(source: str) -> str:
    """Markdown without its marks, on one line."""
    return " ".join(to_text(source).split())
