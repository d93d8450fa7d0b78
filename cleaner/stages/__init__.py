"""The stages: each looks at the whole page and leaves evidence on blocks. None removes or changes any."""
