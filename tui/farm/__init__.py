"""The rota: weeks of shifts, one shift, the draft, and the members of the teams."""
