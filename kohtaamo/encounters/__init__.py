"""Who met us, where, when and how."""
