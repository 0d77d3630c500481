"""Privacy: forgetting old loans, erasing a person, and giving people what is kept of them."""
