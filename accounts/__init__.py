"""People: accounts, what their roles let them do, the units they belong to, how they sign in."""
