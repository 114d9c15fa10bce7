"""The author's practice: name, addresses, colours, images."""
