"""How the line reader's network was trained, and how to train it again; see README.md. Not part of the product."""
