"""Use of what is kept: requests for a reading or a copy, decided by a person, handed out with a mark and limits."""
