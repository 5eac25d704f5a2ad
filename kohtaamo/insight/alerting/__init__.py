"""Alerts: `design` tells what a rule would promise, `rules` keeps it, `watch` looks, `handling` is what people do."""
