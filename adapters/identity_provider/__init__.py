"""Signing in by a provider of identities that a body has already."""
