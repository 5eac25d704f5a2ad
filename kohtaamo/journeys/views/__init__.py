"""Pages of journeys, and the forms on them."""
