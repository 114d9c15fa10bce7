"""What visitors meet: the front pages, sign-up forms, and both inside a frame on another site."""

from landing.views.front import home, offer_page, robots, sitemap
from landing.views.join import Join, Sent, file
from landing.views.script import script

__all__ = ["Join", "Sent", "file", "home", "offer_page", "robots", "script", "sitemap"]
