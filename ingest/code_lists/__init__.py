"""Lists of codes as data with versions: kinds of documents, agencies, procedures."""
