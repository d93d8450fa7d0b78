"""The description of the HTTP API, as OpenAPI 3.1."""

from __future__ import annotations

from typing import Any, Final, get_args

from cleaner import __version__
from cleaner.model import LABELS, InputForm
from cleaner.serve.answers import RENDER, STORY_JSON
from cleaner.serve.asked import FORM_OF_TYPE, PAGE_KEYS
from cleaner.serve.problems import PROBLEM_TYPE

TEXT: Final = {"type": "string"}
COUNT: Final = {"type": "integer", "minimum": 0}
MAYBE_TEXT: Final = {"type": ["string", "null"]}
SHARE: Final = {"type": "number", "minimum": 0, "maximum": 1}
TEXTS: Final = {"type": "array", "items": TEXT}
LABEL_LIST: Final = {"type": "array", "items": {"enum": sorted(LABELS)}}
FORM: Final = {"enum": list(get_args(InputForm))}

PROBLEMS: Final = {
    400: "An option or the JSON is wrong.",
    401: "The token is missing or wrong.",
    403: "The request names another host, or comes from a page of another site.",
    406: "Accept names no form that there is.",
    408: "The body took too long to come.",
    413: "The body is too large.",
    415: "The Content-Type or Content-Encoding is none that is read.",
    422: "The body is not text.",
    429: "The queue is full; Retry-After says when to come back.",
    500: "The page took its worker down, or met a fault in cleaner.",
    503: "No worker can be started.",
    504: "The page took too long.",
}


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "cleaner",
            "version": __version__,
            "summary": "A scraped page in, its story out, with an account of what was removed.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {
            "/v1/clean": {"post": _clean()},
            "/v1/health": {"get": _get("health", "Whether the server is up.", "application/json", _ref("Health"))},
            "/v1/metrics": {"get": _get("metrics", "Counts in Prometheus' text format.", "text/plain", TEXT)},
            "/v1/openapi.json": {
                "get": _get("openapi", "This description.", "application/json", {"type": "object"}),
            },
        },
        "components": {"schemas": _schemas(), "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{}, {"token": []}],
    }


def _clean() -> dict[str, Any]:
    pages = {kind: {"schema": TEXT} for kind in FORM_OF_TYPE if kind}
    answers: dict[str, Any] = {kind: {"schema": TEXT} for kind in RENDER}
    answers["application/json"] = {"schema": _ref("Row")}
    answers[STORY_JSON] = {"schema": _ref("Story")}
    responses: dict[str, Any] = {
        "200": {"description": "The story, in the form that Accept names.", "content": answers}
    }
    for status, description in PROBLEMS.items():
        responses[str(status)] = {"description": description, "content": {PROBLEM_TYPE: {"schema": _ref("Problem")}}}
    responses["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "In seconds."}}
    return {
        "operationId": "clean",
        "summary": "Finds the story on a page.",
        "parameters": _parameters(),
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("Request")}, **pages}},
        "responses": responses,
    }


def _parameters() -> list[dict[str, Any]]:
    """The options of a page that is sent as it is; a JSON request has them in its body."""
    options = {"url": TEXT, "about": TEXTS, **_options()}
    return [{"name": name, "in": "query", "schema": schema} for name, schema in options.items()]


def _options() -> dict[str, Any]:
    return {
        "keep": LABEL_LIST,
        "drop": LABEL_LIST,
        "form": FORM,
        "encoding": TEXT,
        "min_relevance": SHARE,
        "title": {"type": "boolean", "description": "Whether text, Markdown and HTML begin with the title."},
    }


def _get(name: str, summary: str, kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": {kind: {"schema": schema}}}},
    }


def _schemas() -> dict[str, Any]:
    return {
        "Request": {
            "type": "object",
            "properties": {
                **dict.fromkeys(PAGE_KEYS, TEXT),
                "url": MAYBE_TEXT,
                "about": {"oneOf": [TEXT, TEXTS]},
                "options": _object(_options(), required=False),
            },
            "oneOf": [{"required": [key]} for key in PAGE_KEYS],
            "additionalProperties": False,
        },
        "Row": _object(_row()),
        "Story": {
            "type": "object",
            "description": "docs/schema.md describes it.",
            "required": ["schema", "title", "text", "is_story", "confidence", "facts", "warnings", "page", "blocks"],
        },
        "Health": _object(
            {
                "status": TEXT,
                "version": TEXT,
                "workers": COUNT,
                "taken": COUNT,
                "limit": COUNT,
            }
        ),
        "Problem": _object({"title": TEXT, "status": {"type": "integer"}, "detail": TEXT}),
    }


def _row() -> dict[str, Any]:
    """The fields of `Story.row`."""
    return {
        "url": MAYBE_TEXT,
        "title": MAYBE_TEXT,
        "text": TEXT,
        "authors": TEXTS,
        "published": MAYBE_TEXT,
        "modified": MAYBE_TEXT,
        "language": MAYBE_TEXT,
        "site": MAYBE_TEXT,
        "section": MAYBE_TEXT,
        "image": MAYBE_TEXT,
        "canonical_url": MAYBE_TEXT,
        "syndicated_from": MAYBE_TEXT,
        "agency": MAYBE_TEXT,
        "republisher": MAYBE_TEXT,
        "is_story": {"type": "boolean"},
        "confidence": SHARE,
        "relevance": {"oneOf": [SHARE, {"type": "null"}]},
        "removed": {
            "type": "object",
            "description": "The share of the page's characters that was removed, by label.",
            "additionalProperties": SHARE,
        },
        "warnings": TEXTS,
    }


def _object(properties: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | {"required": list(properties)} if required else schema


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
