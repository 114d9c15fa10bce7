"""Drafts, revisions and publication of everything the author writes. Knows no kind of text."""
