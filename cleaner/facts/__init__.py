"""Facts as values of a table: dates, names and tags, read from what the page prints."""
