"""Colours to choose from: each can be read as text on white and on our papers, in light and in
dark, and carries white text on buttons in letters; the warm ones can be told from paper as figures
and drawings (checked by computation in the tests). Pure.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PALETTE = (
    ("#2f5d50", _("Moss")),
    ("#23606e", _("Lake")),
    ("#2c5282", _("Evening sky")),
    ("#5b4b8a", _("Lavender")),
    ("#7a3e65", _("Plum")),
    ("#8c3b3b", _("Brick")),
    ("#7a4f1d", _("Bark")),
    ("#4a5a23", _("Olive")),
)

WARM = (
    ("#a8552a", _("Clay")),
    ("#96602a", _("Honey")),
    ("#8f6415", _("Ochre")),
    ("#a04a5c", _("Wild rose")),
    ("#9c4f3f", _("Copper")),
    ("#7a6837", _("Straw")),
)
