"""The author's pages and commands that look over several apps."""
