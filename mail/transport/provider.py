"""A provider's API through django-anymail and Django's mailers, message by message."""

from __future__ import annotations

from typing import Any, Self

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives, mailers

from mail import letterhead, mime
from mail.smtp_replies import Phase, ServerReply
from mail.transport.base import Meanwhile, Outgoing, TransportReply, nothing
from writing.placeholders import clean

# Anymail's word for what became of the recipient -> the reply a server would have given.
REPLIES = {
    "sent": ServerReply(250, "", Phase.DOT),
    "queued": ServerReply(250, "", Phase.DOT),
    "invalid": ServerReply(550, "5.1.3 the provider calls the address invalid"),
    "rejected": ServerReply(554, "5.0.0 the provider will not mail this address"),
    "failed": ServerReply(451, "the provider could not take it"),
    "unknown": ServerReply(250, "", Phase.DOT),
}


class Provider:
    """Django's default mailer, one connection a batch."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._line: Any = None

    def __enter__(self) -> Self:
        self._line = mailers.create_connection("default")
        return self

    def __exit__(self, *_error: object) -> None:
        self._line.close()

    def check(self, outgoing: Outgoing) -> None:
        as_message(outgoing)

    def deliver(
        self, outgoing: Outgoing, after: Outgoing | None = None, meanwhile: Meanwhile = nothing
    ) -> TransportReply:
        """Hand one message to the provider."""
        mail: Any = as_message(outgoing)
        try:
            self._line.open()
            self._line.send_messages([mail])
        except AnymailRecipientsRefused:
            return TransportReply(REPLIES["rejected"])
        except AnymailAPIError as error:
            return TransportReply(api_reply(error.status_code))
        except AnymailError as error:
            raise mime.Unsendable(f"{type(error).__name__} at the provider") from error
        except OSError as error:
            # The request may have arrived: as after SMTP's last dot nobody knows, and it is tried
            # again under the same Message-ID.
            return TransportReply(ServerReply(0, type(error).__name__, Phase.DOT))
        status = mail.anymail_status
        word = next(iter(status.status or {"unknown"}), "unknown")
        provider_id = "" if status.message_id is None else str(status.message_id)
        return TransportReply(REPLIES.get(word, REPLIES["unknown"]), provider_id)


def api_reply(status: int | None) -> ServerReply:
    """An API's HTTP status as a server's reply."""
    if status is None:
        return ServerReply(0, "the provider did not answer", Phase.DOT)
    # Never as a refusal of the recipient (RFC 3463 §3.2, X.1.x): a key that was revoked, or a
    # provider that is busy, pauses sending and gives nobody's address a bad name.
    if status in (401, 402, 403):
        return ServerReply(530, f"5.7.0 the provider answered {status}", Phase.CONNECT)
    if status == 429 or status >= 500:
        return ServerReply(421, f"the provider answered {status}", Phase.CONNECT)
    return ServerReply(554, f"5.6.0 the provider answered {status}", Phase.DATA)


def as_message(outgoing: Outgoing) -> EmailMultiAlternatives:
    """The same letter as Django's message object."""
    head, rendered = outgoing.head, outgoing.rendered
    common = head.common
    headers = {"Message-ID": f"<{head.message_id}>"}
    if head.unsubscribe_url:
        # RFC 8058 §3.1 asks for both headers; the provider signs them with the mail (DKIM, §4).
        headers["List-Unsubscribe"] = f"<{head.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if common.list_id:
        headers["List-Id"] = f"<{common.list_id}>"
    if common.feedback_id:
        headers["Feedback-ID"] = common.feedback_id
    if common.is_automatic:
        headers["Auto-Submitted"] = "auto-generated"
    message = EmailMultiAlternatives(
        subject=head.subject,
        body=rendered.text,
        from_email=plain_mailbox(common.sender_name, common.sender),
        to=[outgoing.recipient],
        reply_to=[common.reply_to] if common.reply_to else None,
        headers=headers,
    )
    message.attach_alternative(rendered.html, "text/html")
    for picture in rendered.pictures:
        message.attach(letterhead.part(picture))
    if outgoing.attachment:
        attached = outgoing.attachment
        message.attach(attached.filename, attached.data or attached.text, attached.content_type)
    # Comes back in the provider's webhooks: by it a bounce finds its message, as the id that a
    # provider gives may not be heard after a lost connection.
    message.metadata = {"message": outgoing.uid}  # type: ignore[attr-defined]  # anymail's own
    return message


def plain_mailbox(name: str, sender: str) -> str:
    """`"Name" <address>` for an API that encodes by itself."""
    line = " ".join(clean(name).split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{line}" <{mime.address(sender)}>' if line else mime.address(sender)
