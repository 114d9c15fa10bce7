"""Letters, messages, what became of them, what people answer, one-off letters."""

from mail.models.acceptances import Acceptance
from mail.models.broadcasts import Broadcast
from mail.models.id_arrays import Among
from mail.models.letters import Letter, Purpose, SystemLetter
from mail.models.messages import (
    SETTLED,
    DeliveryEvent,
    Message,
    MessageQuerySet,
    MessageState,
    in_state,
)
from mail.models.rate import Breaker, Meter, WarmUp
from mail.models.replies import Reply

__all__ = [
    "SETTLED",
    "Acceptance",
    "Among",
    "Breaker",
    "Broadcast",
    "DeliveryEvent",
    "Letter",
    "Message",
    "MessageQuerySet",
    "MessageState",
    "Meter",
    "Purpose",
    "Reply",
    "SystemLetter",
    "WarmUp",
    "in_state",
]
