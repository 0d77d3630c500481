"""The people of the desk: who they are, what they may do, and the keys they come in with."""
