"""Fits every weight in cleaner/weights/, each on top of those before it: `python -m training --help`."""
