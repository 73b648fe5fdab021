"""JSON Schemas of the public models, as kept in schemas/."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from noticeparse.compare.model import Comparison
from noticeparse.model import SCHEMA_VERSION, Finding, Notice

MODELS: dict[str, type[BaseModel]] = {"notice": Notice, "finding": Finding, "comparison": Comparison}


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``notice``, ``finding`` or ``comparison``, as the JSON output has it.

    Raises KeyError for another name.
    """
    schema = MODELS[name].model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:noticeparse:{name}:{SCHEMA_VERSION}",
        **schema,
    }
