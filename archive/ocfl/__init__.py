"""OCFL 1.1 (https://ocfl.io/1.1/spec/): one dossier is one object, every version stays."""
