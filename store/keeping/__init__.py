"""Keeping the store's file through the years: backups, restoring, checking, salvaging."""
