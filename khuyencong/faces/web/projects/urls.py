"""Đề án: the list, the page, the acts."""

from django.urls import path

from khuyencong.faces.web.projects import acts, drafts, kept, lists, papers, parts, review, views, work

urlpatterns = [
    path("", lists.projects, name="projects"),
    path("xuat/", lists.projects_export, name="projects_export"),
    path("lap/", drafts.project_new, name="project_new"),
    path("dang-go/", kept.draft_keep, name="draft_keep"),
    path("dang-go/<int:pk>/bo/", kept.draft_discard, name="draft_discard"),
    path("muc-ho-tro/", drafts.project_ceiling, name="project_ceiling"),
    path("<int:pk>/", views.project, name="project"),
    path("<int:pk>/nhat-ky/", views.project_history, name="project_history"),
    path("<int:pk>/sua/", drafts.project_edit, name="project_edit"),
    path("<int:pk>/may-moc-tien-do/", parts.project_parts, name="project_parts"),
    path("<int:pk>/giay-to/", papers.project_hand_in, name="project_hand_in"),
    path("giay-to/<int:pk>/", papers.project_paper, name="project_paper"),
    path("giay-to/<int:pk>/bo/", papers.project_paper_remove, name="project_paper_remove"),
    path("<int:pk>/trinh/", acts.project_submit, name="project_submit"),
    path("<int:pk>/rut/", acts.project_withdraw, name="project_withdraw"),
    path("<int:pk>/tham-dinh/", acts.project_conclude, name="project_conclude"),
    path("<int:pk>/tra-lai/", review.project_return, name="project_return"),
    path("<int:pk>/lan-trinh/", review.project_rounds, name="project_rounds"),
    path("<int:pk>/lan-trinh/in/", review.project_rounds_print, name="project_rounds_print"),
    path("gop-y/<int:pk>/giai-trinh/", review.note_answer, name="note_answer"),
    path("<int:pk>/dua-vao-ke-hoach/", acts.line_add, name="line_add"),
    path("<int:pk>/su-kien/", work.event_record, name="event_record"),
    path("su-kien/<int:pk>/huy/", work.event_remove, name="event_remove"),
    path("luot-tham-gia/<int:pk>/bo/", work.attendance_remove, name="attendance_remove"),
    path("hang-muc/<int:pk>/nghiem-thu/", work.item_accept, name="item_accept"),
    path("nghiem-thu/<int:pk>/huy/", work.acceptance_cancel, name="acceptance_cancel"),
    path("bien-ban/<int:pk>/", views.paper, name="paper"),
]
