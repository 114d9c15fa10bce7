"""The house: assembles everything, knows no rule."""
