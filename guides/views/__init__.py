"""Pages around a reader's guide."""

from guides.views.confirm import Confirm
from guides.views.download import Download, file, now_version, of_letters, web_version
from guides.views.handout import handout
from guides.views.request import AskedForView, Request, SendAgain, YourLetters
from guides.views.retake import TakeAgain

__all__ = [
    "AskedForView",
    "Confirm",
    "Download",
    "Request",
    "SendAgain",
    "TakeAgain",
    "YourLetters",
    "file",
    "handout",
    "now_version",
    "of_letters",
    "web_version",
]
