"""What visitors meet: the front pages, and the sign-up forms."""

from landing.views.front import home, offer_page, robots, sitemap
from landing.views.join import Join, Sent, file

__all__ = ["Join", "Sent", "file", "home", "offer_page", "robots", "sitemap"]
