"""The calendar: its screen, and the forms by which its days and rules are set."""
