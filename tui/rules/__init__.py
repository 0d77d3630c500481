"""The rules that a community sets itself, a group of the list in each module."""
