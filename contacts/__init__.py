"""Who they are, what they allowed, what happened."""
