"""The offer: what a visitor meets, answers, gets, reads and books under one name."""
