"""Board reports: each sentence and picture knows its query, its formula version and the rows it stands on."""
