"""What the desk shows of the city's programme: projects, their milestones, money and reviews."""
