"""Papers of one shape, in the layout of NĐ 30/2020: a title, sentences and tables, who signs (forms 5, 7, 8, 9)."""

from khuyencong.faces.documents.form_paper.build import build_form
from khuyencong.faces.documents.form_paper.values import FormPaper, Grid, Heading, Sentence, Signature

__all__ = ["FormPaper", "Grid", "Heading", "Sentence", "Signature", "build_form"]
