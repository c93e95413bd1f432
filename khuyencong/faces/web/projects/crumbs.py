"""The way back from an act to its đề án."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.faces.web.acts import Crumb, Fact
from khuyencong.flow.proposals.models import Project


def projects_crumb() -> Crumb:
    """Return the list of đề án."""
    return Crumb(_("Đề án"), reverse("projects"))


def project_crumbs(project: Project) -> tuple[Crumb, ...]:
    """Return the list and the page of ``project``."""
    return (projects_crumb(), Crumb(project.number, project_url(project)))


def project_url(project: Project) -> str:
    """Return the page of ``project``."""
    return reverse("project", args=[project.pk])


def project_fact(project: Project) -> Fact:
    """Name the đề án, with the way to it."""
    return Fact(_("Đề án"), f"{project.number}: {project.name}", project_url(project))
