"""The blocks only the guide can draw: bars, reasons, worksheet fields, the button. Pure.

On the page they use the site's own classes; on paper bars are set as type with a rule beside,
and a button is a link with its address and a code to scan.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Literal

import segno
from django.utils.translation import gettext as _

from assessments.segments import CONDITIONS
from guides.recipient import BarGroup, LikelyReason, Recipient
from writing import chart, markdown
from writing.chart import Bar
from writing.markdown import Block, Renderer

Medium = Literal["page", "paper"]
INK = "#22261f"
MANY = 5
PICTURE = "picture:"


def renderers(reader: Recipient, medium: Medium, accent: str) -> Mapping[str, Renderer]:
    """What stands in for each block in this reader's guide."""
    paper = {"picture": _picture} if medium == "paper" else {}
    return paper | {
        "bars": lambda _block: _bars(reader, medium, accent),
        "conditions": lambda _block: _reasons(reader),
        "field": lambda block: _field(block),
        "button": lambda block: _button(block, reader, medium),
    }


def _picture(block: Block) -> str:
    """On paper a picture is asked for by its name alone; `pdf` is handed what it may show."""
    if not block.picture:
        return f'<p class="meta">{block.label_html}</p>\n'
    alt = escape(block.label, quote=True)
    return f'<p class="picture"><img src="{PICTURE}{block.picture}" alt="{alt}"></p>\n'


def pictures(html: str) -> frozenset[str]:
    """The names of the pictures that finished HTML for paper asks for."""
    return frozenset(re.findall(rf'<img src="{PICTURE}([a-z0-9-]+)"', html))


def _bars(reader: Recipient, medium: Medium, accent: str) -> str:
    drawn = "".join(_group(group, medium, accent) for group in reader.groups)
    return f'<div class="answers">{drawn}</div>\n'


def _group(group: BarGroup, medium: Medium, accent: str) -> str:
    if medium == "page":
        picture = chart.bars(group.bars, title=group.title, ident=f"bars-{escape(group.key)}")
        shown = f'<figure class="bars">{picture}</figure>'
    else:
        shown = "".join(_printed(bar, accent) for bar in group.bars)
    return (
        f'<section class="answers__group"><h3 class="answers__title">{escape(group.title)}</h3>'
        f'<p class="meta">{escape(group.lead)}</p>{shown}</section>\n'
    )


def _printed(bar: Bar, accent: str) -> str:
    if bar.percent is None:
        alt = _("%(scale)s: too little was answered to say") % {"scale": bar.label}
        length = ""
    else:
        alt = f"{bar.label}: {bar.words}"
        width = max(1.0, min(100.0, bar.percent))
        length = f'<rect width="{width:.4g}" height="3" rx="0.6" fill="{escape(accent)}"/>'
    return (
        f'<div class="answer"><p class="answer__label">{escape(bar.label)}</p>'
        '<svg class="answer__bar" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 3">'
        f"<title>{escape(alt)}</title>"
        f'<rect width="100" height="3" rx="0.6" fill="#ebe6d9"/>{length}</svg>'
        f'<p class="answer__words">{escape(bar.words)}</p></div>'
    )


def _reasons(reader: Recipient) -> str:
    by_key = {reason.key: reason for reason in reader.reasons}
    own = [by_key[key] for key in reader.facts.keys(CONDITIONS) if key in by_key]
    rest = [reason for reason in reader.reasons if reason not in own]
    full = "".join(_full(reason, many=len(own) >= MANY) for reason in own)
    if not rest:
        return full
    heading = _("The others, in short") if own else _("All of them, in short")
    short = "".join(
        f"<div><dt>{escape(reason.name)}</dt><dd>{markdown.inline_html(reason.short)}</dd></div>\n"
        for reason in rest
    )
    return f'{full}<h3>{escape(heading)}</h3>\n<dl class="reasons">{short}</dl>\n'


def _full(reason: LikelyReason, *, many: bool) -> str:
    """The whole reason; one of many is set a little smaller on paper."""
    body = markdown.to_html(reason.text, headings_from=3)
    kind = "reason reason--of-many" if many else "reason"
    return f'<section class="{kind}"><h3>{escape(reason.name)}</h3>\n{body}</section>\n'


def _field(block: Block) -> str:
    ident = f"sheet-{block.key}"
    return (
        f'<div class="field sheet"><label for="{ident}">{block.label_html}</label>'
        f'<textarea id="{ident}" name="{block.key}" rows="{block.rows}" maxlength="2000" '
        f'autocomplete="off"></textarea></div>\n'
    )


def _button(block: Block, reader: Recipient, medium: Medium) -> str:
    url = escape(reader.urls[block.key], quote=True)
    if medium == "page":
        return f'<p class="actions"><a class="button" href="{url}">{block.label_html}</a></p>\n'
    title = _("A code to scan; it leads to %(url)s") % {"url": reader.urls[block.key]}
    code = qr(reader.urls[block.key], title=title)
    return (
        f'<div class="scan"><div class="scan__code">{code}</div><p class="scan__words">'
        f'<a href="{url}">{block.label_html}</a><br>'
        f'<span class="scan__address">{url}</span></p></div>\n'
    )


def qr(url: str, *, title: str) -> str:
    """The address as a code to scan: inline SVG, sized by its box."""
    # Level M (ISO/IEC 18004): readable with 15 % of it under a fold or a stain.
    made = segno.make_qr(url, error="m")
    drawn: str = made.svg_inline(
        dark=INK, border=0, omitsize=True, svgclass=None, lineclass=None, title=title
    )
    return drawn
