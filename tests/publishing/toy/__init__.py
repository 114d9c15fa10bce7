"""A kind of text that no app ships: the copy-a-class test is that this is all it takes."""
