# cleaner's HTTP API, as a sidecar of a scraping job:
#   docker build -t cleaner .
#   docker run -p 8765:8765 -e CLEANER_TOKEN=… cleaner
# docs/serve.md has the rest.

FROM python:3.12-slim AS build
WORKDIR /tree
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels '.[serve]'

FROM python:3.12-slim
RUN useradd --uid 10001 --create-home cleaner
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels 'story-cleaner[serve]'
USER 10001
# The first start reads and checks all rules, and leaves a copy for those that follow.
RUN echo 'A page.' | cleaner --form fragment
EXPOSE 8765
STOPSIGNAL SIGTERM
HEALTHCHECK --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8765/v1/health', timeout=2)"]
ENTRYPOINT ["cleaner", "serve", "--api-only", "--host", "0.0.0.0"]
