"""Benchmarks of what a coordinator feels; run them with `python -m tests.bench.run`."""
