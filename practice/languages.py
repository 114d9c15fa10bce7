"""The languages a reader can be spoken to in, each with a catalog in locale/. Pure.

A page, a letter and a guide speak the language of the text they stand around. The browser is not
asked: half a page in another language than the questions helps nobody.
"""

DEFAULT = "en"
LANGUAGES = (("en", "English"), ("de", "Deutsch"))
"""Each by its own name. Every installation has all of them."""
