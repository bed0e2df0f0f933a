"""The papers of the sample dossiers: invented people, an invented commune, real kinds of paper."""
