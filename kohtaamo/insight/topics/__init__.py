"""What open text is about: topics that people ask for, and those that a look at a time finds by itself."""
