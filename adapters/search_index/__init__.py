"""Search indices: tantivy on the machine itself."""
