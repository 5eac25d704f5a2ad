"""Who we are, who may do what, and what happened."""
