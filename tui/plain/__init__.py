"""The screens as plain text: what the command line prints, and what a screen reader gets."""
