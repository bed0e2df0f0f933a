"""Search indices: tantivy on the machine itself, Elasticsearch on servers."""
