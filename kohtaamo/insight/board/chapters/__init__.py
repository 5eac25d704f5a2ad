"""What insight itself tells in a report; each file offers one chapter."""
