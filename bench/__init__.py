"""Benchmarks: each gives a ratio against a named peer or limit, in one run."""
