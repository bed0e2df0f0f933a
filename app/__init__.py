"""The one place where parts are put together: settings, wiring, pipeline, workers, command line, server."""
