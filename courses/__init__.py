"""Lessons on a timetable."""
