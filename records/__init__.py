"""The words every part of Vankho shares: identifiers, errors, findings, page text, ports.

Standard library only. Nothing here knows a database, a file format or a web page.
"""
