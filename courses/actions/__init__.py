"""Every change of a course, a lesson, or a person's place in a course."""
