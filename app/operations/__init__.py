"""What those who run an installation need: is everything sound, what waits, copies and their return."""
