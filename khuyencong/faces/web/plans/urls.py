"""Plans: the list, the page, the acts."""

from django.urls import path

from khuyencong.faces.web.plans import acts, batches, budget, closing, decision, programmes, scenarios, views

urlpatterns = [
    path("", views.plans, name="plans"),
    path("xuat/", views.plans_export, name="plans_export"),
    path("mo/", acts.plan_open, name="plan_open"),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/giao-du-toan/", acts.envelope_give, name="envelope_give"),
    path("<int:pk>/phe-duyet/", acts.plan_approve, name="plan_approve"),
    path("dong/<int:pk>/dieu-chinh/", acts.line_change, name="line_change"),
    path("dong/<int:pk>/rut/", acts.line_out, name="line_out"),
    path("dong/<int:pk>/chuyen-tiep/", budget.line_carry, name="line_carry"),
    path("<int:pk>/chot-so/", closing.plan_closing, name="plan_closing"),
    path("<int:pk>/chot-so/xuat/", closing.plan_closing_export, name="plan_closing_export"),
    path("<int:pk>/chot-so/chot/", closing.year_close, name="year_close"),
    path("<int:pk>/chot-so/khoa/", closing.year_lock, name="year_lock"),
    path("<int:pk>/chot-so/mo-lai/", closing.year_reopen, name="year_reopen"),
    path("dong/<int:pk>/huy-du-toan/", closing.line_cancel, name="line_cancel"),
    path("<int:pk>/dot-bo-sung/", batches.supplement_open, name="supplement_open"),
    path("<int:pk>/mau-2/", batches.plan_sheet, name="plan_sheet"),
    path("dot/<int:pk>/phe-duyet/", batches.batch_approve, name="batch_approve"),
    path("dot/<int:pk>/giao/", batches.batch_assign, name="batch_assign"),
    path("dot/<int:pk>/quyet-dinh/", decision.batch_decision, name="batch_decision"),
    path("co-quan-phe-duyet/", batches.approver_set, name="approver_set"),
    path("phan-bo/", budget.budget_tree, name="budget_tree"),
    path("phan-bo/xuat/", budget.budget_tree_export, name="budget_tree_export"),
    path("nguon/<int:pk>/phan-bo/", budget.envelope_delegate, name="envelope_delegate"),
    path("nguon/<int:pk>/phuong-an/", scenarios.scenarios, name="scenarios"),
    path("nguon/<int:pk>/phuong-an/xuat/", scenarios.scenarios_export, name="scenarios_export"),
    path("nguon/<int:pk>/phuong-an/lap/", scenarios.scenario_new, name="scenario_new"),
    path("phuong-an/<int:pk>/", scenarios.scenario_edit, name="scenario_edit"),
    path("phuong-an/<int:pk>/chon/", scenarios.scenario_adopt, name="scenario_adopt"),
    path("phuong-an/<int:pk>/bo/", scenarios.scenario_drop, name="scenario_drop"),
    path("chuong-trinh/", programmes.programmes, name="programmes"),
    path("chuong-trinh/xuat/", programmes.programmes_export, name="programmes_export"),
    path("chuong-trinh/lap/", programmes.programme_new, name="programme_new"),
    path("chuong-trinh/<int:pk>/", programmes.programme, name="programme"),
    path("chuong-trinh/<int:pk>/sua/", programmes.programme_edit, name="programme_edit"),
    path("chuong-trinh/<int:pk>/phe-duyet/", programmes.programme_approve, name="programme_approve"),
]
