"""The ways in: bytes are decoded, HTML is told from text, and a source is cut into a page of blocks."""
