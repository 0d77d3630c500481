"""The parts that screens are made of; none knows a household from a project."""
