"""The parts that a PDF/A is made of: frame, text layer, pictures, cleaning, metadata, proof."""
