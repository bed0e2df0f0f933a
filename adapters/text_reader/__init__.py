"""Text readers: Tesseract in process, or as a program."""
