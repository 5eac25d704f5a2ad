"""Pages that belong to no package: home, search, preferences, and what is shown when something went wrong."""
