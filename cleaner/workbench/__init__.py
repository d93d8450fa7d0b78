"""The web app of `cleaner serve`: look at pages, correct them, make rules, and compare configurations.

`bench` holds what is loaded and what was marked, `web` has the endpoints, and `static/` is what the browser gets.
"""
