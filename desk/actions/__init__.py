"""What the author's desk does over several rooms, by its thought."""
