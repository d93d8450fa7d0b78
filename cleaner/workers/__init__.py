"""Worker processes: a pool that survives what its workers are given, and the stream of stories that it makes.

Knows nothing of batches and of the pipeline: it applies any function that pickles.
"""
