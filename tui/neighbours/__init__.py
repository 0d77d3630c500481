"""Screens of the neighbourhood: compounds, households, residents."""
