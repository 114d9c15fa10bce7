"""What is known of everybody by their guides, for rules about people."""

from __future__ import annotations

from guides.models import GuideCopy
from mail.known_facts import offer_fact

FACTS = (offer_fact(lambda: GuideCopy.objects.filter(claimed_at__isnull=False), "guide__offer"),)
