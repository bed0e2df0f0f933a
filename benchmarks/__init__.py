"""Measures every promised figure, as ratios in one run where there is a peer or a limit."""
