"""The farmer team: who is in it, its series of shifts, the draft, and who came."""
