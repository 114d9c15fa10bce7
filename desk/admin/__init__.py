"""Admin pages that look over several apps: the look, people, logins, the history of changes."""

from desk.admin.brand import BrandAdmin
from desk.admin.contacts import PersonAdmin
from desk.admin.history import HistoryAdmin
from desk.admin.offers import OfferAdmin
from desk.admin.segments import SegmentAdmin
from desk.admin.users import UserAdmin

__all__ = ["BrandAdmin", "HistoryAdmin", "OfferAdmin", "PersonAdmin", "SegmentAdmin", "UserAdmin"]
