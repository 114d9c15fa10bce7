"""What a visitor meets first: an offer's landing page, made of the author's blocks."""
