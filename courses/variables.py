"""What the text of a lesson may use: what every letter may, and whether it should invite. Pure."""

from writing.variables import LETTER

INVITES = "invites"
"""True until the reader has booked an hour, and not while she is talking with the author."""

LESSON = LETTER.extended(flags=(INVITES,))
