"""Hostile text through every entrance of the desk, and what must hold behind each."""
