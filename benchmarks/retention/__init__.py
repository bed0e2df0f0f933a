"""The report and the lists of what falls due, over many dossiers."""
