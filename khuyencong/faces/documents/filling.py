"""Filling a template of ours, or an office's own, with words: in a sandbox, to the bytes of a Word document."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


def render(paper: DocxTemplate, words: Mapping[str, Any]) -> None:
    """Fill ``paper``; raise ``jinja2.UndefinedError`` where it names what there is not."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    paper.render(dict(words), environment, autoescape=True)


def filled(template: Path, words: Mapping[str, Any], *, title: str, author: str) -> bytes:
    """Return ``template`` filled with ``words`` as a .docx, its properties naming ``title`` and ``author``."""
    paper = DocxTemplate(template)
    render(paper, words)
    properties = paper.docx.core_properties
    properties.title = title
    properties.author = properties.last_modified_by = author
    properties.language = "vi-VN"
    out = BytesIO()
    paper.docx.save(out)
    return out.getvalue()
