"""Ports that several packages need; a port one package needs lives in that package."""
