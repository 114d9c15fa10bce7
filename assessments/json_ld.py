"""The first page as search engines read it: schema.org in JSON-LD. Pure.

What stands here also stands on the page; there are no ratings, prices or people of our making.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from assessments.frozen import Body
from assessments.parser import entries
from writing.markdown import to_text

Graph = dict[str, Any]
_UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def first_page(body: Body, *, site: str, path: str, practice: str) -> Graph:
    """The site, the assessment that is free to take, and the questions with their answers."""
    publisher = {"@type": "Organization", "@id": f"{site}/#practice", "name": practice}
    taken: Graph = {
        "@type": "WebApplication",
        "name": body.get("title", ""),
        "description": plain(str(body.get("promise", ""))),
        "url": f"{site}{path}",
        "applicationCategory": "EducationalApplication",
        "operatingSystem": "Any",
        "isAccessibleForFree": True,
        "publisher": {"@id": publisher["@id"]},
    }
    asked = [
        {
            "@type": "Question",
            "name": plain(str(item.get("q", ""))),
            "acceptedAnswer": {"@type": "Answer", "text": plain(str(item.get("a", "")))},
        }
        for item in entries(body.get("landing") or {}, "questions")
    ]
    graph: list[Graph] = [publisher, {"@type": "WebSite", "name": practice, "url": f"{site}/"}]
    graph.append(taken)
    if asked:
        graph.append({"@type": "FAQPage", "url": f"{site}{path}", "mainEntity": asked})
    return {"@context": "https://schema.org", "@graph": graph}


def script(graph: Graph) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    written = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(_UNSAFE))


def plain(source: str) -> str:
    """A line of Markdown without its marks."""
    return " ".join(to_text(source).split())
