"""What the community knows, and the rules it lives by."""
