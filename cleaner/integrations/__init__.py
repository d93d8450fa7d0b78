"""Coats for the places where pages already are, a file or a folder each. Nothing is imported before a user does so."""
