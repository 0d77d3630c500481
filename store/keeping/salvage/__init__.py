"""Saving what can be read of a damaged store into a new one."""
