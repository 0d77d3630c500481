"""What a coordinator sees and types."""
