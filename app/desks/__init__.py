"""The use cases that routes, pages and commands call, on the catalogue and the store."""
