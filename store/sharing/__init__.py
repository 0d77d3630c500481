"""What neighbours lend each other: the inventory, the loans, what is overdue."""
