"""Takes in: receives bytes, checks files, groups them into dossiers, describes documents."""
