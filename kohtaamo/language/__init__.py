"""Finnish and English understood on the user's own machine: plain Python, without Django and without a network."""
