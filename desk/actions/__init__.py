"""What the author's desk does over several apps, by its thought."""
