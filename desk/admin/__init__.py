"""Admin pages that look over several apps: people, who may log in, the history of changes."""

from desk.admin.contacts import PersonAdmin
from desk.admin.history import HistoryAdmin
from desk.admin.offers import OfferAdmin
from desk.admin.users import UserAdmin

__all__ = ["HistoryAdmin", "OfferAdmin", "PersonAdmin", "UserAdmin"]
