"""Who lives where: communities, compounds, units, households and residents."""
