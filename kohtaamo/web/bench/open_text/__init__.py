"""The score card of the reading of open text: each file measures one thing it does."""
