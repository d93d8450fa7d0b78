"""Why a page was cleaned as it was, for people to read."""
