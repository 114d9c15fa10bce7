"""What a text leads to and shows: pages and pictures of ours that are not there, other sites."""

from __future__ import annotations

from django.conf import settings
from django.urls import resolve
from django.utils.translation import gettext as _

from desk import links
from desk.empty_texts import gaps
from desk.links import Link
from practice.models import Image
from publishing.kinds import is_page_there
from writing.blocks import absent_pictures, pictures
from writing.errors import Fault


def hints(source: str) -> tuple[list[Fault], list[str]]:
    """What stands beside a text in the editor."""
    return missing(source), outside(source)


def missing(source: str) -> list[Fault]:
    """What will not work for a reader, though the text can be published."""
    problems = [*broken(source), *gaps(source)]
    problems += absent_pictures(source, Image.objects.names()) if pictures(source) else []
    return sorted(problems)


def broken(source: str) -> list[Fault]:
    """Links to pages of ours that are not there."""
    return [Fault(link.line, _said(link)) for link in _links(source) if link.fault or _gone(link)]


def outside(source: str) -> list[str]:
    """Addresses on other sites, each once."""
    return list(dict.fromkeys(link.address for link in _links(source) if link.is_outside))


def _links(source: str) -> list[Link]:
    return links.links(source, site=settings.SITE_URL)


def _gone(link: Link) -> bool:
    """A page of ours whose row is not there, such as an assessment or a kind of meeting."""
    if link.is_outside or link.address.startswith("#"):
        return False
    path = link.address.removeprefix(settings.SITE_URL).split("?")[0].split("#")[0] or "/"
    match = resolve(path)
    slug = match.kwargs.get("slug")
    return bool(slug) and not is_page_there(match.view_name, str(slug))


def _said(link: Link) -> str:
    return f"{link.address}: {link.fault or _('There is no such page on your site.')}"
