"""Template tags of the core: components."""
