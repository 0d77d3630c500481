"""The programme: projects and their milestones, money, reviews, proposals and votes, selection."""
