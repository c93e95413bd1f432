"""Records for tests, made through the operations that make them in life."""
