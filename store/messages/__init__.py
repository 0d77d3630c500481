"""What leaves the house by itself: to whom, by which way, and whether it arrived."""
