"""A digit classifier in nothing but Python's standard library."""
