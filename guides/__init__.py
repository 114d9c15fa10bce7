"""The personal guide: a visitor becomes a contact."""
