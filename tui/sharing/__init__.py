"""Screens of sharing: the unit grid, lending, what is overdue."""
