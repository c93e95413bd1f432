"""The papers of an adjustment as Word: the letter that asks for it, and the draft of the decision."""

from khuyencong.faces.documents.adjustment_papers.build import build_decision, build_letter
from khuyencong.faces.documents.adjustment_papers.values import Asked, ChangeLine

__all__ = ["Asked", "ChangeLine", "build_decision", "build_letter"]
