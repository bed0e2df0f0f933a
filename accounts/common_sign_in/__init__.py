"""Signing in by the provider of identities that a body has already."""
