"""Coats for the places where pages already are, one file each; nothing is imported before its user imports it."""
