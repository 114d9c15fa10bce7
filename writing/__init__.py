"""How the author's text becomes output: Liquid, passages, Markdown blocks, conditions, charts.

Pure: no ORM, no clock, no settings. Fonts, layouts and transport are elsewhere.
"""
