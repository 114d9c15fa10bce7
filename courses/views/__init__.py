"""The pages behind the links of letters, and the sheet to print."""

from courses.views.links import Address, Agree, Onward, Return, sheet
from courses.views.own_data import EraseMe, OwnData
from courses.views.preferences import Preferences

__all__ = ["Address", "Agree", "EraseMe", "Onward", "OwnData", "Preferences", "Return", "sheet"]
