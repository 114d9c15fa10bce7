"""The private page of one guide: its progress, the file, the web version, a fresh link."""

from __future__ import annotations

import re
from typing import IO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from contacts.links import confirm_url
from courses.links import enrollment_of_guide
from guides import actions, byte_ranges, links, tasks
from guides.forms import ButtonForm, GuideAct
from guides.models import GuideCopy, GuideRequest, frozen_guide
from guides.views.headers import page
from health.actions import count
from health.budgets import GUIDE, budgeted, spent
from health.clock import now, real_now
from practice.private_page import private

SECONDS_BETWEEN_LOOKS = 3


def copy_at(token: str) -> tuple[GuideCopy, bool]:
    """The copy behind a link, and whether it opens: of the latest link, within its time."""
    opened = links.opened(token)
    if opened is None:
        raise Http404
    copy, is_latest = opened
    activate(copy.frozen.language)
    return copy, is_latest and not copy.expired(now())


@method_decorator([csrf_exempt, budgeted(GUIDE)], name="dispatch")
class Download(View):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        copy, opens = copy_at(token)
        if not opens:
            sent = request.GET.get("say") == "sent"
            return page(request, "expired", {"sent": sent}, status=410)
        waiting = GuideRequest.objects.open(copy.contact, now=now()) if copy.claimed_at else None
        size = copy.size
        context = {
            "copy": copy,
            "token": token,
            "guide": copy.frozen.body,
            "size": size,
            "is_missing": size is None and copy.state == GuideCopy.State.READY,
            "confirm_url": confirm_url(copy.contact) if waiting else "",
        }
        response = page(request, "download", context)
        if not copy.settled:
            response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return response

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        copy, opens = copy_at(token)
        pressed = ButtonForm(request.POST).pressed()
        if not opens:
            actions.renew(copy=copy, now=now())
            return private(redirect(f"{request.path}?say=sent"))
        if pressed == GuideAct.MINE:
            actions.claim_guide(copy=copy, now=now())
            tasks.nudge()
        elif pressed == GuideAct.REMAKE:
            actions.remake(copy=copy, now=now())
            tasks.nudge()
        elif pressed in GuideCopy.Paper.values:
            turn = spent(GUIDE, request, now=real_now())
            actions.change_paper(copy=copy, paper=pressed, turn=turn, now=now())
            tasks.nudge()
        return private(redirect(request.path))


@require_safe
def of_letters(_request: HttpRequest, token: str, *, again: bool = False) -> HttpResponse:
    """From a letter to its reader's guide, or to the questions `again`; who has no guide is led to
    where one is asked for.
    """
    enrollment = enrollment_of_guide(token)
    if enrollment is None:
        raise Http404
    copy = GuideCopy.objects.of(enrollment)
    if copy is None:
        return private(redirect(enrollment.course.offer.get_absolute_url()))
    return private(redirect(links.retake_url(copy) if again else links.guide_url(copy)))


@require_safe
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The PDF, whole or the part that is asked for (RFC 9110 §14)."""
    copy, opens = copy_at(token)
    size = copy.size
    if not opens or size is None:
        return private(redirect("guides:download", token=token))
    try:
        wanted = request.headers.get("Range", "") if fresh(request, copy) else ""
        part = byte_ranges.requested(wanted, size)
    except byte_ranges.Unsatisfiable:
        return private(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}))
    # A file that comes in parts is one file.
    if request.method == "GET" and (part is None or part[0] == 0):
        count("guide.file", now=now())
    return sent(copy, part, size)


def etag(copy: GuideCopy) -> str:
    # Strong (RFC 9110 §8.8.3): a file that is made anew gets another name.
    return '"' + re.sub(r"[^0-9a-z-]", "", str(copy.file.name).rpartition("/")[2]) + '"'


def fresh(request: HttpRequest, copy: GuideCopy) -> bool:
    """Whether a part may be sent: the reader holds parts of this very file, or of none (RFC 9110
    §13.1.5).
    """
    return request.headers.get("If-Range", etag(copy)) == etag(copy)


def sent(copy: GuideCopy, part: tuple[int, int] | None, size: int) -> HttpResponseBase:
    title = re.sub(r"[^\w -]", "", copy.frozen.body.title) or "guide"
    stream: IO[bytes] = copy.file.open("rb")
    if part is None:
        response = FileResponse(
            stream, content_type="application/pdf", filename=f"{title}.pdf", as_attachment=False
        )
        response["Content-Length"] = str(size)
    else:
        with stream:
            stream.seek(part[0])
            body = stream.read(part[1] - part[0] + 1)
        response = HttpResponse(body, content_type="application/pdf", status=206)  # type: ignore[assignment]  # both are responses
        response["Content-Range"] = f"bytes {part[0]}-{part[1]}/{size}"
        response["Content-Disposition"] = f'inline; filename="{title}.pdf"'
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag(copy)
    return private(response)


@require_safe
def web_version(request: HttpRequest, token: str) -> HttpResponse:
    copy, opens = copy_at(token)
    if not opens:
        return private(redirect("guides:download", token=token))
    count("guide.read", now=now())
    document = actions.document_of(copy, medium="page")
    return page(
        request,
        "web",
        {"guide": document, "token": token, "copy": copy, "sheet": copy.uid.hex},
    )


@require_safe
def now_version(request: HttpRequest, token: str) -> HttpResponse:
    """Read it now, on the way from the request: the same words, without the name on the copy."""
    copy = links.read_now(token)
    if copy is None:
        raise Http404
    activate(frozen_guide(copy.revision).language)
    count("guide.read", now=now())
    document = actions.document_for(copy)
    return page(request, "web", {"guide": document, "token": "", "sheet": copy.uid.hex})
