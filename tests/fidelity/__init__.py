"""The words of the first edition, held against the witness they were mended from."""
