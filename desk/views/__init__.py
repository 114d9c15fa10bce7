"""The author's own pages beside the lists: home, one person, the check before going live."""
