"""One step of the pipeline a file; ``app.pipeline`` has the table."""
