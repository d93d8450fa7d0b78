"""`cleaner serve`: the HTTP API, and the local web app in which one looks at pages, corrects and makes rules.

A request becomes a job, a job waits in the queue, and a worker process does it. Nothing of a page is read in the
process that answers requests.
"""
