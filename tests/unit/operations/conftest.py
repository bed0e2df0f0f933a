"""Loads starlette's test client, which now asks for a client library that we do not pin yet."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="Using `httpx` with `starlette.testclient` is deprecated")
    import starlette.testclient  # noqa: F401 - loaded here so that the warning is not raised in a test
