"""What the text of a lesson may use: what every letter may, and whether it should invite. Pure."""

from writing.variables import LETTER

INVITES = "invites"
"""True until the reader has booked an hour, and not while she is talking with the author."""

ASKS_LETTERS = "asks_letters"
"""True in the last letter of a course, for whoever never said yes or no to one-off letters."""

SHEET = "sheet_url"
"""The page with the lines of all lessons, to print."""

ASKS_ONWARD = "asks_onward"
"""True in the last letter of a course that goes on with another, for whoever is not in that one."""

LETTERS_URL, ONWARD_URL = "letters_url", "onward_url"
"""Where a reader says yes to letters now and then, and to the course that comes after."""

LESSON = LETTER.extended(
    flags=(INVITES, ASKS_LETTERS, ASKS_ONWARD), free=(LETTERS_URL, ONWARD_URL, SHEET)
)
