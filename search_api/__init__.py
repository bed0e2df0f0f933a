"""Finds pages, and frames the HTTP API."""
