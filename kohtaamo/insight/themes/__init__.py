"""What comments are about: the themes of the organisation, and which comments mention them."""
