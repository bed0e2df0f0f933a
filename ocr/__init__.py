"""Reads pages and makes PDF/A: what a page shows becomes words with their places."""
