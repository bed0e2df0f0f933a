"""Page renderers: PDFium first, poppler second."""
