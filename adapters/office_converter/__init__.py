"""Office files made into PDF by a program of the machine; a file a program."""
