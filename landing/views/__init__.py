"""What visitors meet: front pages, sign-up forms, public letters; and all of it in frames."""

from landing.views.front import home, offer_page, robots, sitemap
from landing.views.join import Join, Sent, file
from landing.views.letters import archive, feed, letter
from landing.views.script import script

__all__ = [
    "Join",
    "Sent",
    "archive",
    "feed",
    "file",
    "home",
    "letter",
    "offer_page",
    "robots",
    "script",
    "sitemap",
]
