"""Shapes of pages that break cleaners, and a fuzzer that changes pages until something breaks; see docs/fuzzing.md."""
