"""Barcode readers: zxing-cpp."""
