"""Every change of landing pages, and what stands on them of other rows."""

from landing.actions.context import card, choices, known, page_context, readers_of
from landing.actions.draw import draw_due

__all__ = ["card", "choices", "draw_due", "known", "page_context", "readers_of"]
