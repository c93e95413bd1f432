"""For each promise that a table makes, a row that breaks it and nothing else, refused by the database.

The row is a copy of a good one with a few columns changed, written under an operation and past all rules in Python.
A constraint without a case here fails the last test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from pytest_django.plugin import DjangoDbBlocker

from khuyencong.core.audit_sql import records
from khuyencong.core.scope import NATION
from khuyencong.flow.appraisal.enums import CouncilRole, Result
from khuyencong.flow.appraisal.operations import declare_conflict
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.enums import Approver
from khuyencong.flow.establishments import operations as establishments
from khuyencong.flow.establishments.enums import AwardLevel, LegalForm
from khuyencong.flow.fieldwork import operations as fieldwork
from khuyencong.flow.ledger.models import AccountLock, Transfer
from khuyencong.flow.needs import operations as needs
from khuyencong.flow.obstacles import operations as obstacles
from khuyencong.flow.obstacles.enums import ObstacleKind
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import Fund
from khuyencong.flow.proposals.enums import OutputMeasure
from khuyencong.flow.proposals.models import Machine, ProjectPaper
from khuyencong.flow.proposals.part_models import ExpectedOutput
from khuyencong.flow.settlement import operations as settlement
from khuyencong.flow.settlement.models import AcceptancePhoto, EffectSurvey, SettlementPaper
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.flow.warning.models import WatchRule
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.access.models import Post
from khuyencong.ground.accounts.models import Organisation, OrganisationName, User
from khuyencong.ground.files.models import StoredFile
from khuyencong.ground.regulations.models import (
    ActivityContent,
    ContentGrouping,
    LegalInstrument,
    Provision,
    SupportNorm,
)
from khuyencong.ground.territory.models import Succession, Unit
from tests import people
from tests.factories import field as field_rows
from tests.factories import flow
from tests.factories.states import approved_programme, row_in
from tests.operations import under_operation

LONG_AGO, FAR_OFF = date(2005, 1, 1), date(2099, 1, 1)

Rows = dict[str, models.Model]


@dataclass(frozen=True)
class Case:
    """A copy of the good row ``base`` with ``changes``: refused by the constraint, or by a stricter ``answers``."""

    base: str
    changes: dict[str, Any] = field(default_factory=dict)
    answers: str = ""


def _but(base: str, **changes: Any) -> Case:
    return Case(base, changes)


def _again(base: str) -> Case:
    return Case(base)


CASES: dict[str, Case] = {
    "unit_level_known": _but("district", level="X"),
    "unit_name_not_blank": _but("district", name=""),
    "unit_region_of_provinces_parent_of_the_rest": _but("province", region=None),
    "unit_code_once_a_day": _again("province"),
    "succession_one_heir": _again("succession"),
    "legalinstrument_confidence_known": _but("instrument", confidence="X"),
    "legalinstrument_source_not_blank": _but("instrument", source=""),
    "legalinstrument_title_not_blank": _but("instrument", title=""),
    "regulations_legalinstrument_code_key": _again("instrument"),
    "activitycontent_confidence_known": _but("content", confidence="X"),
    "activitycontent_source_not_blank": _but("content", source=""),
    "activitycontent_group_1_to_9": _but("content", group=10),
    "regulations_activitycontent_group_check": Case("content", {"group": -1}, "activitycontent_group_1_to_9"),
    "regulations_activitycontent_code_key": _again("content"),
    "contentgrouping_confidence_known": _but("grouping", confidence="X"),
    "contentgrouping_once": _again("grouping"),
    "regulations_contentgrouping_order_check": _but("grouping", order=-1),
    "supportnorm_confidence_known": _but("norm", confidence="X"),
    "supportnorm_source_not_blank": _but("norm", source=""),
    "supportnorm_percent_of_cost": _but("norm", percent=101),
    "supportnorm_cap_positive": _but("norm", cap=0),
    "supportnorm_once": _again("norm"),
    "provision_confidence_known": _but("provision", confidence="X"),
    "provision_kind_known": _but("provision", kind="X"),
    "provision_source_not_blank": _but("provision", source=""),
    "regulations_provision_code_key": _again("provision"),
    "organisation_kind_known": _but("centre", kind="X"),
    "organisation_code_not_blank": _but("centre", code=""),
    "organisation_province_unless_national": _but("centre", kind="AGENCY"),
    "organisation_opened_then_closed": _but("centre", closed_on=people.SINCE),
    "accounts_organisation_code_key": _again("centre"),
    "organisationname_name_not_blank": _but("name", name=""),
    "organisation_one_name_a_day": _again("name"),
    "user_full_name_not_blank": _but("user", full_name=""),
    "accounts_user_email_key": _again("user"),
    "post_role_known": _but("post", role="X"),
    "post_owner_of_establishment_or_staff_of_organisation": _but("post", establishment=1),
    "storedfile_name_not_blank": _but("file", name=""),
    "storedfile_size_positive": _but("file", size=0),
    "files_storedfile_path_key": _again("file"),
    "establishment_legal_form_known": _but("company", legal_form="X"),
    "establishment_name_not_blank": _but("company", name=""),
    "establishment_industry_not_blank": _but("company", industry=""),
    "establishment_version_positive": _but("company", version=0),
    "establishments_establishment_version_check": Case("company", {"version": -1}, "establishment_version_positive"),
    "establishment_tax_code_shape": _but("company", tax_code="12345"),
    "establishment_tax_code_unless_household": _but("company", tax_code=None),
    "establishments_establishment_tax_code_key": _again("company"),
    "establishments_establishment_workers_check": _but("company", workers=-1),
    "establishment_vsic_code_shape": _but("company", vsic_code="1"),
    "establishment_phone_shape": _but("company", phone="12"),
    "establishment_registered_capital_not_negative": _but("company", registered_capital=-1),
    "establishment_merged_into_with_merged_on": _but("company", merged_on=LONG_AGO),
    "establishment_not_into_itself": _but("company", pk=10**9, merged_into_id=10**9, merged_on=LONG_AGO),
    "yearfigures_one_row_a_year": _again("year_figures"),
    "yearfigures_year_since_the_reform": _but("year_figures", year=1985),
    "establishments_yearfigures_year_check": _but("year_figures", year=-1),
    "yearfigures_revenue_not_negative": _but("year_figures", revenue=-1),
    "yearfigures_capital_not_negative": _but("year_figures", capital=-1),
    "establishments_yearfigures_workers_check": _but("year_figures", workers=-1),
    "yearfigures_say_something": _but("year_figures", revenue=None, workers=None, capital=None),
    "certification_level_known": _but("certification", level="X"),
    "certification_product_not_blank": _but("certification", product=""),
    "certification_once": _again("certification"),
    "campaign_title_not_blank": _but("campaign", title=""),
    "campaign_token_not_blank": _but("campaign", token=""),
    "campaign_opens_on_then_closes_on": _but("campaign", closes_on=LONG_AGO),
    "campaign_year_of_the_programme": _but("campaign", year=2003),
    "needs_campaign_year_check": Case("campaign", {"year": -1}, "campaign_year_of_the_programme"),
    "campaign_title_once": _but("campaign", token="another"),
    "needs_campaign_token_key": Case("campaign", {"title": "another"}),
    "need_state_known": Case("need", {"state": "X"}, "need_decided_on_when_decided"),
    "need_channel_known": _but("need", channel="X"),
    "need_legal_form_known": _but("need", legal_form="X"),
    "need_code_not_blank": _but("need", code=""),
    "need_name_not_blank": _but("need", name=""),
    "need_industry_not_blank": _but("need", industry=""),
    "need_wish_not_blank": _but("need", wish=""),
    "need_version_positive": _but("need", version=0),
    "needs_need_version_check": Case("need", {"version": -1}, "need_version_positive"),
    "need_cost_not_negative": Case("need", {"cost": -1, "support": -1}),
    "need_support_not_negative": _but("need", support=-1),
    "need_support_within_cost": _but("need", support=10**12),
    "need_tax_code_shape": _but("need", tax_code="12345"),
    "need_phone_shape": _but("need", phone="12"),
    "need_decided_on_when_decided": _but("need", decided_on=FAR_OFF),
    "need_recorded_on_then_decided_on": _but("need", state="DROPPED", decided_on=LONG_AGO),
    "needs_need_client_id_key": _but("need", code="AAAA-AAAA"),
    "needs_need_code_key": _but("need", client_id="00000000-0000-4000-8000-000000000000"),
    "needconfirmation_answer_known": _but("confirmation", answer="X", answered_on=FAR_OFF),
    "needconfirmation_answered_on_with_answer": _but("confirmation", answered_on=FAR_OFF),
    "needconfirmation_asked_on_then_answered_on": _but("confirmation", answer="YES", answered_on=LONG_AGO),
    "needconfirmation_one_waiting": _again("confirmation"),
    "project_kind_known": _but("project", kind="X"),
    "project_state_known": _but("project", state="X"),
    "project_name_not_blank": _but("project", name=""),
    "project_version_positive": _but("project", version=0),
    "proposals_project_version_check": Case("project", {"version": -1}, "project_version_positive"),
    "project_year_of_the_programme": _but("project", year=2003),
    "proposals_project_year_check": Case("project", {"year": -1}, "project_year_of_the_programme"),
    "project_drafted_on_then_submitted_on": _but("project", drafted_on=FAR_OFF),
    "project_submitted_on_then_decided_on": _but("project", submitted_on=FAR_OFF),
    "project_submitted_approved_rejec_has_submitted_on": _but("project", submitted_on=None),
    "project_approved_rejected_has_decided_on": _but("project", decided_on=None),
    "project_draft_submitted_withdraw_lacks_decided_on": _but("project", state="SUBMITTED"),
    "project_draft_lacks_submitted_on": _but("project", state="DRAFT", decided_on=None),
    "proposals_project_number_key": _again("project"),
    "supportitem_description_not_blank": _but("item", description=""),
    "supportitem_national_provincial_district_counter_not_negative": _but("item", other=-1),
    "project_starts_on_then_ends_on": _but("project", starts_on=FAR_OFF, ends_on=LONG_AGO),
    "machine_name_not_blank": _but("machine", name=""),
    "machine_role_known": _but("machine", role="X", replaces_id=None),
    "machine_quantity_positive": _but("machine", quantity=0),
    "proposals_machine_quantity_check": Case("machine", {"quantity": -1}, "machine_quantity_positive"),
    "machine_unit_price_not_negative": _but("machine", unit_price=-1),
    "machine_made_in_a_year": _but("machine", made_in=1899),
    "proposals_machine_made_in_check": Case("machine", {"made_in": -1}, "machine_made_in_a_year"),
    "machine_new_replaces_old": _but("machine", role="OLD"),
    "expectedoutput_measure_known": _but("output", measure="X"),
    "expectedoutput_quantity_positive": _but("output", measure="JOBS", quantity=0),
    "expectedoutput_once_a_measure": _again("output"),
    "milestone_name_not_blank": _but("milestone", name=""),
    "milestone_order_positive": _but("milestone", order=0),
    "proposals_milestone_order_check": Case("milestone", {"order": -1}, "milestone_order_positive"),
    "milestone_starts_on_then_due_on": _but("milestone", due_on=LONG_AGO),
    "projectpaper_document_not_blank": _but("paper", document=""),
    "projectpaper_once_a_file": _again("paper"),
    "submission_round_positive": _but("submission", round=0),
    "proposals_submission_round_check": _but("submission", round=-1),
    "submission_returned_on_with_returned_for": _but("submission", round=99, returned_for=None),
    "submission_submitted_on_then_returned_on": _but("submission", round=99, submitted_on=FAR_OFF),
    "submission_round_once": _again("submission"),
    "reviewnote_place_not_blank": _but("note", place=""),
    "reviewnote_label_not_blank": _but("note", label=""),
    "reviewnote_remark_not_blank": _but("note", remark=""),
    "reviewnote_answer_has_its_day": _but("note", answer="Đã sửa"),
    "reviewnote_once_a_place": _again("note"),
    "conclusion_level_known": _but("conclusion", level="X"),
    "conclusion_result_known": _but("conclusion", result="X", remarks="x"),
    "conclusion_refusal_says_why": _but("conclusion", result="FAIL", remarks=""),
    "conclusion_passed_once_a_level": _again("conclusion"),
    "conclusionreason_once": _again("reason"),
    "council_level_known": _but("council", level="X"),
    "council_decision_not_blank": _but("council", decision=""),
    "council_province_at_the_base": _but("council", level="MINISTRY"),
    "council_year_of_the_programme": _but("council", year=2003, decision="x"),
    "appraisal_council_year_check": _but("council", year=-1),
    "council_decision_once": _again("council"),
    "councilmember_role_known": _but("outsider", role="X"),
    "councilmember_name_not_blank": _but("outsider", name=""),
    "councilmember_title_not_blank": _but("outsider", title=""),
    "councilmember_once": _again("outsider"),
    "councilmember_one_seat_a_user": _but("chair", name="x", role="MEMBER"),
    "councilmember_one_chair": _but("chair", name="x", user_id=None),
    "councilmember_one_secretary": _but("outsider", name="x", role="SECRETARY"),
    "session_state_known": _but("called", state="X"),
    "session_place_not_blank": _but("called", place=""),
    "session_held_on_then_closed_on": _but("closed", closed_on=LONG_AGO),
    "session_closed_has_closed_on": _but("closed", closed_on=None),
    "session_called_held_lacks_closed_on": _but("called", closed_on=FAR_OFF),
    "session_once_a_day": _again("called"),
    "appraisal_sessionitem_conclusion_id_key": _again("concluded_item"),
    "sessionitem_one_open_a_project": _again("open_item"),
    "invitation_reply_known": _but("invitation", reply="X", replied_on=FAR_OFF),
    "invitation_reply_with_replied_on": _but("invitation", replied_on=FAR_OFF),
    "invitation_sent_on_then_replied_on": _but("invitation", reply="COMING", replied_on=LONG_AGO),
    "invitation_once_a_session": _again("invitation"),
    "conflictofinterest_reason_not_blank": _but("conflict", reason=""),
    "conflictofinterest_once": _again("conflict"),
    "opinion_refusal_says_why": _but("opinion", passed=False, remarks=""),
    "opinion_points_0_to_100": _but("opinion", points=101),
    "opinion_once_a_criterion": _again("opinion"),
    "annualplan_fund_known": _but("plan", fund="X"),
    "annualplan_state_known": _but("plan", state="X"),
    "annualplan_once_a_year": _again("plan"),
    "annualplan_approved_has_approved_on": _but("plan", approved_on=None),
    "annualplan_approved_has_decision": _but("plan", decision=None),
    "annualplan_draft_lacks_approved_on": _but("plan", state="DRAFT", decision=None),
    "annualplan_draft_lacks_decision": _but("plan", state="DRAFT", approved_on=None),
    "planning_annualplan_year_check": _but("plan", year=-1),
    "annualplan_whole_country_is_national": _but("plan", province_id=None),
    "planapprover_body_known": _but("approver", body="X"),
    "planapprover_name_not_blank": _but("approver", name=""),
    "planapprover_signer_not_blank": _but("approver", signer=""),
    "planapprover_symbol_not_blank": _but("approver", symbol=""),
    "planapprover_once_a_day": _again("approver"),
    "planapprover_ministry_for_the_country": _but("approver", body="MINISTRY"),
    "planbatch_state_known": _but("batch", state="X"),
    "planbatch_number_positive": _but("batch", number=0),
    "planning_planbatch_number_check": Case("batch", {"number": -1}, "planbatch_number_positive"),
    "planbatch_number_once": _again("batch"),
    "planbatch_one_open_a_plan": _but("open_batch", number=999),
    "planbatch_approved_has_approved_on": _but("batch", approved_on=None),
    "planbatch_approved_has_decision": _but("batch", decision=None),
    "planbatch_draft_lacks_approved_on": _but("batch", state="DRAFT", decision=None),
    "planbatch_draft_lacks_decision": _but("batch", state="DRAFT", approved_on=None),
    "assignment_number_not_blank": _but("assignment", number=""),
    "assignment_once_a_unit": _again("assignment"),
    "programme_state_known": _but("programme", state="X"),
    "programme_title_not_blank": _but("programme", title=""),
    "programme_years_in_order": Case("programme", {"first_year": 2031, "last_year": 2041}),
    "planning_programme_first_year_check": _but("programme", first_year=-1),
    "planning_programme_last_year_check": _but("programme", last_year=-1),
    "programme_one_a_year": _again("programme"),
    "programme_approved_has_approved_on": _but("programme", approved_on=None),
    "programme_approved_has_decision": _but("programme", decision=None),
    "programme_draft_lacks_approved_on": _but("programme", state="DRAFT", decision=None),
    "programme_draft_lacks_decision": _but("programme", state="DRAFT", approved_on=None),
    "programmetarget_indicator_not_blank": _but("target", indicator=""),
    "programmetarget_unit_not_blank": _but("target", unit=""),
    "programmetarget_quantity_positive": _but("target", quantity=0),
    "programmetarget_once": _again("target"),
    "programmemoney_source_known": _but("foreseen", source="X"),
    "programmemoney_amount_positive": _but("foreseen", amount=0),
    "programmemoney_once_a_source": _again("foreseen"),
    "scenario_state_known": Case("scenario", {"state": "X"}, "scenario_closed_on_when_closed"),
    "scenario_name_not_blank": _but("scenario", name=""),
    "scenario_version_positive": _but("scenario", version=0),
    "planning_scenario_version_check": _but("scenario", version=-1),
    "scenario_name_once": _again("scenario"),
    "scenario_closed_on_when_closed": _but("scenario", closed_on=FAR_OFF),
    "scenariochoice_amount_positive": _but("choice", amount=0),
    "scenariochoice_once": _again("choice"),
    "envelope_source_known": _but("envelope", source="X"),
    "envelope_amount_committed_not_negative": _but("envelope", committed=-1),
    "envelope_delegated_carried_in_carried_out_not_negative": _but("envelope", carried_in=-1),
    "envelope_spent_within_what_came_in": _but("envelope", amount=0),
    "envelope_not_below_itself": _but("envelope", pk=10**9, parent_id=10**9),
    "envelope_of_a_unit_comes_from_above": _but("envelope", unit_id=1),
    "envelope_one_a_source": _again("envelope"),
    "planline_state_known": _but("line", state="X"),
    "planline_amount_positive": _but("line", amount=0),
    "planline_current_contracted_not_negative": _but("line", contracted=-1),
    "planline_contracted_within_current": _but("line", contracted=10**12),
    "planline_once_an_envelope": _again("line"),
    "planline_contracted_has_effective_on": _but("line", state="CONTRACTED", effective_on=None),
    "planline_stopped_on_when_stopped": _but("line", stopped_on=FAR_OFF),
    "planline_carried_on_when_carried_over": _but("line", carried_on=FAR_OFF),
    "planline_carried_to_known": _but("carried", carried_to="X"),
    "planline_carried_into_one": Case("carried_line", {"project_id": 1}),
    "planline_effective_then_stopped": _but("line", state="STOPPED", stopped_on=LONG_AGO),
    "planchange_decision_not_blank": _but("change", decision=""),
    "planchange_changes_something": _but("change", delta=0),
    "contract_state_known": Case("contract", {"state": "X"}, "contract_liquidated_on_when_liquidated"),
    "contract_number_not_blank": _but("contract", number=""),
    "contract_amount_positive": _but("contract", amount=0, advanced=0, settled=0),
    "contract_advanced_settled_not_negative": _but("contract", settled=-1),
    "contract_advanced_within_amount": _but("contract", advanced=10**12),
    "contract_settled_within_amount": _but("contract", settled=10**12),
    "contract_signed_on_then_due_on": _but("contract", due_on=LONG_AGO),
    "contract_signed_on_then_liquidated_on": _but("contract", state="LIQUIDATED", liquidated_on=LONG_AGO),
    "contract_liquidated_on_when_liquidated": _but("contract", state="LIQUIDATED"),
    "contract_number_once": _again("contract"),
    "contract_kind_known": _but("contract", kind="X"),
    "contract_signed_amount_positive": _but("contract", signed_amount=0),
    "contract_recovered_paid_returned_not_negative": _but("contract", returned=-1),
    "contract_recovered_within_advanced": _but("contract", recovered=10**12),
    "contract_paid_within_settled": _but("contract", paid=10**12),
    "contract_returned_within_amount": _but("contract", returned=10**12),
    "contract_money_once": _but("contract", account_id=None),
    "contract_supplier_follows_another": _but("contract", kind="SUPPLIER"),
    "contract_series_with_ordinal": _but("contract", ordinal=7, series_id=None),
    "contract_ordinal_once": Case("numbered", {"number": "x", "account_id": -1}),
    "contracts_contract_ordinal_check": Case("numbered", {"ordinal": -1}, "contract_series_with_ordinal"),
    "contracts_contract_account_id_key": _but("contract", number="x"),
    "numberseries_pattern_holds_the_number": _but("series", pattern="x"),
    "numberseries_once_a_year": _again("series"),
    "contracts_numberseries_year_check": _but("series", year=-1),
    "contracts_numberseries_last_check": _but("series", last=-1),
    "estimateline_content_not_blank": _but("estimate", content=""),
    "estimateline_quantity_positive": _but("estimate", quantity=0),
    "estimateline_price_state_money_other_money_not_negative": _but("estimate", price=-1),
    "estimateline_one_a_position": _again("estimate"),
    "contracts_estimateline_position_check": _but("estimate", position=-1),
    "addendum_number_not_blank": _but("addendum", number=""),
    "addendum_explanation_not_blank": _but("addendum", explanation=""),
    "addendum_amount_after_positive": _but("addendum", amount_after=0),
    "addendum_changes_something": _but(
        "addendum", amount_after=1, amount_before=1, due_after=FAR_OFF, due_before=FAR_OFF
    ),
    "addendum_number_once": _again("addendum"),
    "payment_kind_known": _but("requested_payment", kind="X"),
    "payment_state_known": _but("requested_payment", state="X"),
    "payment_amount_positive": _but("requested_payment", amount=0),
    "payment_voucher_not_blank": _but("paid", voucher="", key=UUID(int=1)),
    "payment_requested_on_then_approved_on": _but("paid", requested_on=FAR_OFF),
    "payment_approved_on_then_paid_on": _but("paid", paid_on=LONG_AGO),
    "payment_progress_0_to_100": _but("requested_payment", progress=101),
    "payment_approver_is_not_requester": _but("paid", requested_by_id=1, approved_by_id=1),
    "payment_approver_is_not_checker": _but("paid", checked_by_id=1, approved_by_id=1),
    "payment_has_requester": _but("requested_payment", requested_by_id=None),
    "payment_approved_by_somebody": _but("paid", approved_by_id=None),
    "payment_voucher_when_paid": _but("requested_payment", voucher="x"),
    "payment_voucher_once": _but("paid", key=UUID(int=1), transfer_id=-1),
    "contracts_payment_key_key": _again("requested_payment"),
    "contracts_payment_transfer_id_key": _but("paid", key=UUID(int=1), voucher="another"),
    "paymentpaper_name_not_blank": _but("payment_paper", name=""),
    "paymentpaper_number_not_blank": _but("payment_paper", number=""),
    "paymentpaper_once": _again("payment_paper"),
    "recovery_amount_positive": _but("recovery", amount=0),
    "recovery_voucher_not_blank": _but("recovery", voucher=""),
    "recovery_explanation_not_blank": _but("recovery", explanation=""),
    "recovery_voucher_once": _but("recovery", key=UUID(int=1), transfer_id=-1),
    "contracts_recovery_key_key": _but("recovery", voucher="x"),
    "contracts_recovery_transfer_id_key": _but("recovery", key=UUID(int=1), voucher="x"),
    "approvalthreshold_approver_known": _but("threshold", approver="X"),
    "approvalthreshold_decision_not_blank": _but("threshold", decision=""),
    "approvalthreshold_above_not_negative": _but("threshold", above=-1),
    "approvalthreshold_fund_known": _but("threshold", fund="X"),
    "approvalthreshold_once": _again("threshold"),
    "account_under_another_unless_source": _but("account", parent_id=None),
    "account_kind_known": _but("account", kind="X"),
    "account_one_a_kind": _again("account"),
    "transfer_kind_known": _but("transfer", kind="X"),
    "transfer_amount_positive": _but("transfer", amount=0),
    "transfer_reference_not_blank": _but("transfer", reference=""),
    "transfer_between_two_accounts": _but("transfer", taken_from_id=1, given_to_id=1),
    "ledger_accountlock_account_id_key": _again("lock"),
    "envelope_cancelled_not_negative": _but("envelope", cancelled=-1),
    "planning_yearclosing_plan_id_key": _again("year_closing"),
    "yearclosing_state_known": _but("year_closing", state="X"),
    "yearclosing_decision_not_blank": _but("year_closing", decision=""),
    "yearclosing_closed_on_then_locks_on": _but("year_closing", locks_on=LONG_AGO),
    "yearclosing_closed_on_then_locked_on": _but("locked_year", locked_on=LONG_AGO),
    "yearclosing_locked_has_locked_on": _but("year_closing", state="LOCKED"),
    "yearclosing_closed_lacks_locked_on": _but("year_closing", locked_on=FAR_OFF),
    "transfer_reversal_says_of_what": _but("transfer", kind="REVERSED"),
    "ledger_transfer_reverses_id_key": _again("reversal"),
    "planning_envelope_account_id_key": _but("envelope", source="DISTRICT"),
    "planning_planline_account_id_key": _but("line", project_id=-1),
    "event_kind_known": _but("event", kind="X"),
    "event_name_not_blank": _but("event", name=""),
    "event_opened_on_then_closed_on": _but("event", opened_on=FAR_OFF),
    "event_once": _again("event"),
    "attendance_once_an_event": _again("attendance"),
    "supervision_attendance_booths_check": _but("attendance", booths=-1),
    "adjustment_kind_known": _but("granted", kind="X"),
    "adjustment_state_known": _but("granted", state="X"),
    "adjustment_explanation_not_blank": _but("granted", explanation=""),
    "adjustment_requested_on_then_decided_on": _but("granted", requested_on=FAR_OFF),
    "adjustment_decided_on_with_decision": _but("granted", decision=None),
    "adjustment_granted_refused_has_decided_on": _but("granted", decided_on=None, decision=None),
    "adjustment_requested_lacks_decided_on": _but("granted", state="REQUESTED"),
    "adjustment_cause_known": _but("granted", cause="X"),
    "adjustment_requested_on_then_confirmed_on": _but("confirmed", confirmed_on=LONG_AGO),
    "adjustment_confirmed_on_then_decided_on": _but("granted", confirmed_on=FAR_OFF, confirmation="1/SCT"),
    "adjustment_confirmed_on_with_confirmation": _but("granted", confirmed_on=flow.HELD),
    "adjustment_confirmed_has_confirmed_on": _but("confirmed", confirmed_on=None, confirmation=None),
    "adjustment_confirmed_returned_lacks_decided_on": _but("granted", state="RETURNED"),
    "adjustment_withdrawn_lacks_decided_on": _but("granted", state="WITHDRAWN"),
    "adjustment_requested_lacks_confirmed_on": _but("confirmed", state="REQUESTED"),
    "adjustment_one_waiting_a_kind": _again("requested"),
    "acceptance_minutes_not_blank": _but("acceptance", minutes=""),
    "acceptance_cost_not_negative": _but("acceptance", cost=-1),
    "settlement_acceptance_item_id_key": _again("acceptance"),
    "acceptance_form_known": _but("acceptance", form="X"),
    "acceptance_result_known": Case("acceptance", {"result": "X"}, "acceptance_partial_says_the_remedy"),
    "acceptance_national_provincial_district_counter_not_negative": _but("acceptance", national=-1),
    "acceptance_sources_sum_to_cost": _but("acceptance", national=1),
    "acceptance_partial_says_the_remedy": _but("acceptance", result="PARTIAL"),
    "acceptance_accepted_on_then_remedy_due_on": _but(
        "acceptance", result="PARTIAL", remedy="x", remedy_due_on=LONG_AGO
    ),
    "acceptance_accepted_on_then_remedied_on": _but(
        "acceptance", result="PARTIAL", remedy="x", remedy_due_on=FAR_OFF, remedied_on=LONG_AGO
    ),
    "failedacceptance_minutes_not_blank": _but("failed", minutes=""),
    "failedacceptance_explanation_not_blank": _but("failed", explanation=""),
    "failedacceptance_remedy_not_blank": _but("failed", remedy=""),
    "failedacceptance_held_on_then_remedy_due_on": _but("failed", remedy_due_on=LONG_AGO),
    "failedacceptance_minutes_once": _again("failed"),
    "acceptanceseat_role_known": _but("chair_seat", role="X"),
    "acceptanceseat_name_not_blank": _but("chair_seat", name="", role="MEMBER"),
    "acceptanceseat_title_not_blank": _but("chair_seat", title="", role="MEMBER"),
    "acceptanceseat_once": _but("chair_seat", role="MEMBER"),
    "acceptanceseat_one_chair": _but("chair_seat", name="Người khác"),
    "acceptanceseat_one_secretary": _but("secretary_seat", name="Người khác"),
    "acceptedequipment_name_not_blank": _but("equipment", name="", serial=""),
    "acceptedequipment_quantity_positive": _but("equipment", quantity=0, serial=""),
    "settlement_acceptedequipment_quantity_check": Case(
        "equipment", {"quantity": -1, "serial": ""}, "acceptedequipment_quantity_positive"
    ),
    "acceptedequipment_price_not_negative": _but("equipment", price=-1, serial=""),
    "acceptedequipment_serial_of_one": _but("equipment", quantity=2, serial="S-2"),
    "acceptedequipment_serial_once": _again("equipment"),
    "measuredoutput_quantity_not_negative": _but("measured", quantity=-1),
    "measuredoutput_once": _again("measured"),
    "acceptancephoto_caption_not_blank": _but("accepted_photo", caption=""),
    "acceptancephoto_once": _again("accepted_photo"),
    "voucher_payer_known": _but("voucher", payer="X"),
    "voucher_number_not_blank": _but("voucher", number=""),
    "voucher_seller_not_blank": _but("voucher", seller="", number="9"),
    "voucher_seller_key_not_blank": _but("voucher", seller_key=""),
    "voucher_content_not_blank": _but("voucher", content=""),
    "voucher_amount_positive": _but("voucher", amount=0, number="9"),
    "voucher_once": _again("voucher"),
    "settlement_settled_on_then_recover_by": _but("settlement", recover_by=LONG_AGO),
    "settleditem_amount_accepted_cost_not_negative": _but("settled_item", amount=-1),
    "settleditem_amount_within_share": _but("settled_item", share=1),
    "settleditem_amount_within_claimed": _but("settled_item", claimed=1),
    "settleditem_amount_within_accepted_cost": _but("settled_item", accepted_cost=1),
    "settleditem_amount_within_ceiling": _but("settled_item", ceiling=1),
    "settleditem_once": _again("settled_item"),
    "settlementpaper_name_not_blank": _but("settlement_paper", name=""),
    "settlementpaper_once": _again("settlement_paper"),
    "effectsurvey_round_1_to_3": _but("survey", round=4),
    "settlement_effectsurvey_round_check": Case("survey", {"round": -1}, "effectsurvey_round_1_to_3"),
    "settlement_effectsurvey_new_jobs_check": _but("survey", round=3, new_jobs=-1),
    "settlement_effectsurvey_workers_check": _but("survey", round=3, workers=-1),
    "settlement_effectsurvey_replicated_check": _but("survey", round=3, replicated=-1),
    "effectsurvey_surveyed_on_with_in_use": _but("survey", round=3, in_use=None),
    "effectsurvey_surveyed_on_with_new_jobs": _but("survey", round=3, new_jobs=None),
    "effectsurvey_revenue_not_negative": _but("survey", round=3, revenue=-1),
    "effectsurvey_once_a_round": _again("survey"),
    "settlement_amount_positive": _but("settlement", amount=0),
    "settlement_accepted_cost_not_negative": _but("settlement", accepted_cost=-1),
    "settlement_settlement_contract_id_key": _again("settlement"),
    "progressround_state_known": _but("closed_round", state="X", month=LONG_AGO),
    "progressround_closed_has_closed_on": _but("closed_round", closed_on=None),
    "progressround_open_lacks_closed_on": _but("closed_round", state="OPEN"),
    "progressround_month_by_its_first_day": _but("closed_round", month=date(2017, 6, 2)),
    "progressround_once_a_month": _again("closed_round"),
    "progressreport_done_not_blank": _but("report", done=""),
    "progressreport_national_provincial_district_counter_not_negativ": _but("report", other=-1),
    "progressreport_version_positive": _but("report", version=0),
    "fieldwork_progressreport_version_check": _but("report", version=-1),
    "progressreport_percent_of_the_whole": _but("report", percent=101),
    "fieldwork_progressreport_percent_check": _but("report", percent=-1),
    "progressreport_once_a_month": _again("report"),
    "inspectionplan_year_of_the_programme": _but("inspection_plan", year=1999),
    "fieldwork_inspectionplan_year_check": _but("inspection_plan", year=-1),
    "inspectionplan_once_a_year": _again("inspection_plan"),
    "plannedinspection_inspector_not_blank": _but("planned_visit", inspector=""),
    "plannedinspection_month_of_the_year": _but("planned_visit", month=13),
    "fieldwork_plannedinspection_month_check": _but("planned_visit", month=-1),
    "plannedinspection_once_a_month": _again("planned_visit"),
    "inspection_number_not_blank": _but("inspection", number=""),
    "inspection_place_not_blank": _but("inspection", place=""),
    "inspection_attendees_not_blank": _but("inspection", attendees=""),
    "inspection_observed_not_blank": _but("inspection", observed=""),
    "inspection_conclusion_not_blank": _but("inspection", conclusion=""),
    "inspection_number_once": _but("inspection", planned=None),
    "fieldwork_inspection_planned_id_key": _but("inspection", number="KHÁC"),
    "finding_description_not_blank": _but("finding", description=""),
    "finding_remedy_not_blank": _but("finding", remedy=""),
    "photo_latitude_with_longitude": _but("photo", latitude=1),
    "photo_of_a_report_or_of_a_visit": _but("photo", report=None),
    "photo_on_the_earth": _but("photo", latitude=91, longitude=0),
    "fieldwork_photo_file_id_key": _again("photo"),
    "obstacle_kind_known": _but("obstacle", kind="X"),
    "obstacle_level_known": _but("obstacle", level="X"),
    "obstacle_state_known": _but("obstacle", state="X"),
    "obstacle_description_not_blank": _but("obstacle", description=""),
    "obstacle_raised_on_then_due_on": _but("obstacle", due_on=LONG_AGO),
    "obstacle_raised_on_then_resolved_on": _but("resolved", resolved_on=LONG_AGO),
    "obstacle_raised_on_then_closed_on": _but("resolved", state="CLOSED", closed_on=LONG_AGO),
    "obstacle_resolved_has_resolved_on": _but("resolved", resolved_on=None),
    "obstacle_open_escalated_lacks_resolved_on": _but("obstacle", resolved_on=FAR_OFF),
    "obstacle_closed_has_closed_on": _but("resolved", state="CLOSED"),
    "obstacle_open_escalated_resolved_lacks_closed_on": _but("resolved", closed_on=FAR_OFF),
    "obstacle_one_owner": _but("obstacle", owner_user=None),
    "obstacle_ends_with_an_outcome": _but("resolved", outcome=""),
    "obstacle_escalated_above_the_centre": _but("obstacle", state="ESCALATED"),
    "obstacles_obstacle_finding_id_key": _again("from_finding"),
    "escalation_level_known": _but("escalation", level="X"),
    "escalation_explanation_not_blank": _but("escalation", explanation=""),
    "escalation_once_a_level": _again("escalation"),
    "obstaclecomment_text_not_blank": _but("comment", text=""),
    "watchrule_code_known": _but("watch_rule", code="X"),
    "watchrule_words_not_blank": _but("watch_rule", words=""),
    "watchrule_source_not_blank": _but("watch_rule", source=""),
    "watchrule_weight_of_a_hundred": _but("watch_rule", weight=101),
    "warning_watchrule_weight_check": _but("watch_rule", weight=-1),
    "warning_watchrule_threshold_check": _but("watch_rule", threshold=-1),
    "watchrule_once_a_day": _again("watch_rule"),
    "consultingplan_once_a_year": _again("consulting_plan"),
    "consultingplan_jobs_positive": _but("consulting_plan", jobs=0),
    "consulting_consultingplan_jobs_check": _but("consulting_plan", jobs=-1),
    "consultingplan_revenue_not_negative": _but("consulting_plan", revenue=-1),
    "consulting_consultingplan_year_check": _but("consulting_plan", year=-1),
    "consultingcontract_service_known": _but("consulting_contract", service="X"),
    "consultingcontract_number_not_blank": _but("consulting_contract", number=""),
    "consultingcontract_client_not_blank": _but("consulting_contract", client=""),
    "consultingcontract_value_positive": _but("consulting_contract", value=0),
    "consultingcontract_signed_on_then_advised_on": _but("consulting_contract", advised_on=LONG_AGO),
    "consultingcontract_number_once": _again("consulting_contract"),
    "revenueentry_amount_positive": _but("revenue", amount=0),
    "revenueentry_invoice_not_blank": _but("revenue", invoice=""),
    "revenueentry_invoice_once": _again("revenue"),
}


def _company() -> models.Model:
    particulars = establishments.Particulars(
        "Công ty Tân Lập", LegalForm.COMPANY, "0100109106", None, "Tuy Hòa", "chế biến gỗ"
    )
    return establishments.register(SYSTEM, people.place_of(), particulars=particulars, today=flow.DRAFTED)


def _file(path: str = "papers/2017/06/a.pdf") -> models.Model:
    stored = StoredFile(
        province=people.province_unit(people.PHU_YEN),
        name="bien-ban.pdf",
        content_type="application/pdf",
        size=7,
        sha256="0" * 64,
        path=path,
        stored_at="2017-06-05T00:00:00Z",
    )
    with under_operation():
        stored.save()
    return stored


def _part_rows(file: models.Model) -> Iterator[tuple[str, models.Model]]:
    project = flow.draft(parts=flow.parts())
    paper = ProjectPaper(
        project=project,
        provision=Provision.objects.get(code="DOCUMENT-A-REGISTER"),
        document="Công văn đề nghị",
        file_id=file.pk,
        handed_on=flow.DRAFTED,
    )
    with under_operation():
        paper.save()
    yield "machine", Machine.objects.get(item__project=project, replaces__isnull=False)
    yield "output", project.outputs.get()
    yield "milestone", project.milestones.get()
    yield "paper", paper


def _good_rows() -> Iterator[tuple[str, models.Model]]:
    """Yield a row of every table, each as operations would leave it."""
    contract = flow.contract()
    line = contract.line
    workshop = flow.establishment()
    event = flow.event(establishments=[workshop.pk])
    yield from {
        "province": people.province_unit(people.PHU_YEN),
        "district": Unit.objects.filter(level="DISTRICT")[0],
        "succession": Succession.objects.all()[0],
        "instrument": LegalInstrument.objects.all()[0],
        "content": ActivityContent.objects.all()[0],
        "grouping": ContentGrouping.objects.all()[0],
        "norm": SupportNorm.objects.filter(province=None, percent__isnull=False, cap__isnull=False)[0],
        "provision": Provision.objects.all()[0],
        "user": people.user(people.LAN),
        "post": Post.objects.all()[0],
        "centre": Organisation.objects.get(code=f"CENTRE-{people.PHU_YEN}"),
        "name": OrganisationName.objects.all()[0],
        "file": (file := _file()),
        "company": _company(),
        "year_figures": establishments.record_year(
            SYSTEM, workshop, year=2016, revenue=flow.dong(1), workers=1, capital=flow.dong(1), today=flow.HELD
        ),
        "certification": establishments.certify(
            SYSTEM, workshop, product="Bình", level=AwardLevel.PROVINCE, certified_on=LONG_AGO, today=flow.HELD
        ),
        "campaign": flow.campaign(),
        "need": (need := flow.need()),
        "confirmation": needs.confirm_need(
            SYSTEM, need, asked_on=people.TODAY, answer=None, answered_on=None, today=people.TODAY
        ),
        "project": line.project,
        "item": line.project.items.get(),
        "submission": (note := flow.note()).submission,
        "note": note,
        "conclusion": line.project.conclusions.get(),
        "plan": line.envelope.plan,
        "envelope": line.envelope,
        "line": flow.approved_line(),
        "approver": flow.approver(),
        "batch": line.batch,
        "assignment": flow.assignment(line.batch),
        "programme": (programme := approved_programme()),
        "target": programme.targets.get(),
        "foreseen": programme.money.all()[0],
        "scenario": (scenario := flow.scenario()),
        "choice": scenario.choices.get(),
        "carried": (carried := flow.carried()),
        "carried_line": carried.carried_into.get(),
        "contract": contract,
        "acceptance": flow.acceptance(line.project.items.get()),
        "settlement": flow.settled(contract),
        **_money_rows(),
        "event": event,
        "attendance": event.attendances.get(),
        "granted": flow.granted(),
        "requested": flow.adjustment(),
        "confirmed": row_in(Adjustment, "CONFIRMED"),
        "consulting_plan": flow.consulting_plan(),
        "revenue": (entry := flow.revenue()),
        "consulting_contract": entry.contract,
    }.items()
    yield from _part_rows(file)
    yield from _appraisal_rows()
    yield from _field_rows()
    yield from _settlement_rows()
    yield "change", flow.changed_line(flow.approved_line(), flow.dong(1))
    yield "open_batch", flow.open_batch(line.envelope.plan)
    # Of another province: the rows above stay free to move.
    apart = flow.approved_line(flow.approved_project(people.place_of(people.QUANG_NAM)))
    closed = flow.closed_year(flow.contract(apart).line.envelope.plan)
    yield "year_closing", closed
    locked = flow.contract(flow.approved_line(flow.approved_project(people.place_of("45")))).line.envelope.plan
    yield "locked_year", planning.lock_year(SYSTEM, flow.closed_year(locked), today=FAR_OFF)
    yield "lock", AccountLock.objects.all()[0]


def _settlement_rows() -> Iterator[tuple[str, models.Model]]:
    accepted = flow.acceptance_file()
    yield "failed", flow.failed_acceptance()
    yield "chair_seat", accepted.seats.get(role="CHAIR")
    yield "secretary_seat", accepted.seats.get(role="SECRETARY")
    yield "equipment", accepted.equipment.get()
    yield "voucher", accepted.vouchers.all()[0]
    photo = AcceptancePhoto(acceptance=accepted, file=_file("papers/2017/06/b.jpg"), caption="Máy đã lắp")
    with under_operation():
        photo.save()
    yield "accepted_photo", photo
    promise = ExpectedOutput(project=accepted.item.project, measure=OutputMeasure.JOBS, quantity=3)
    with under_operation():
        promise.save()
    told = settlement.Measure(promise.pk, Decimal(2))
    yield "measured", settlement.measure(SYSTEM, accepted, told=[told])[0]
    settled = flow.settled()
    yield "settled_item", settled.items.get()
    paper = SettlementPaper(contract=settled.contract, name="Mẫu 7", received_on=flow.SETTLED)
    with under_operation():
        paper.save()
    yield "settlement_paper", paper
    survey = EffectSurvey(item=accepted.item, round=1, due_on=FAR_OFF, surveyed_on=FAR_OFF, in_use=True, new_jobs=2)
    with under_operation():
        survey.save()
    yield "survey", survey


def _money_rows() -> Rows:
    numbered = flow.numbered()
    paid = flow.paid(flow.requested(papers=[contracts.Paper("Hợp đồng thực hiện đề án", "01")]))
    undone = flow.paid()
    contracts.reverse_payment(SYSTEM, undone, reason="Ghi nhầm", today=flow.RECORDED)
    recovery = flow.recovered()
    return {
        "numbered": numbered,
        "series": numbered.series,
        "estimate": flow.estimated()[0],
        "addendum": flow.addendum(),
        "requested_payment": flow.requested(),
        "paid": paid,
        "payment_paper": paid.papers.get(),
        "recovery": recovery,
        "threshold": contracts.set_threshold(
            SYSTEM, NATION, fund=Fund.LOCAL, above=flow.dong(500), approver=Approver.DEPARTMENT, decision="QĐ 1"
        ),
        "account": recovery.transfer.given_to,
        "transfer": paid.transfer,
        "reversal": Transfer.objects.get(kind="REVERSED"),
    }


def _appraisal_rows() -> Iterator[tuple[str, models.Model]]:
    called, closed = flow.called_session(), flow.closed_session()
    refused = flow.concluded_item(result=Result.FAIL)
    chair = called.council.members.get(role=CouncilRole.CHAIR)
    assert refused.conclusion is not None
    yield "reason", refused.conclusion.reasons.get()
    yield "council", called.council
    yield "chair", chair
    yield "outsider", called.council.members.filter(user=None)[0]
    yield "called", called
    yield "closed", closed
    yield "open_item", called.items.get()
    yield "concluded_item", refused
    yield "invitation", called.invitations.all()[0]
    yield "opinion", refused.opinions.all()[0]
    hoa, project = people.actor(people.HOA), called.items.get().project
    yield "conflict", declare_conflict(hoa, chair, project=project, reason="Người nhà", today=flow.CONVENED)


def _field_rows() -> Iterator[tuple[str, models.Model]]:
    visit = field_rows.inspection(planned=field_rows.planned_visit())
    found, escalated = visit.findings.get(), field_rows.escalated()
    yield "report", (report := field_rows.report())
    yield "photo", field_rows.photo(report)
    yield "closed_round", fieldwork.close_round(SYSTEM, report.round, today=people.TODAY)
    yield "inspection_plan", field_rows.inspection_plan()
    yield "planned_visit", visit.planned
    yield "inspection", visit
    yield "finding", found
    yield "obstacle", field_rows.obstacle()
    yield "resolved", field_rows.resolved()
    yield "escalation", escalated.escalations.get()
    yield "comment", obstacles.comment(SYSTEM, escalated, text="Đã báo cáo", now=field_rows.NOW)
    owner, kind = field_rows.owner(), ObstacleKind.SITE
    yield "from_finding", obstacles.raise_from_finding(SYSTEM, found, kind=kind, owner=owner, today=people.TODAY)
    yield "watch_rule", WatchRule.objects.all()[0]


@pytest.fixture(scope="module")
def good(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Rows]:
    """Make the good rows once; the module's tests work in savepoints of one transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield dict(_good_rows())
        transaction.set_rollback(True)


@pytest.mark.parametrize(("name", "case"), CASES.items(), ids=CASES.keys())
def test_a_row_that_breaks_it_is_refused(good: Rows, name: str, case: Case) -> None:
    model = type(good[case.base])
    broken = model._base_manager.get(pk=good[case.base].pk)
    broken.pk = None
    for column, value in case.changes.items():
        setattr(broken, column, value)

    with pytest.raises(IntegrityError) as refusal, under_operation():
        model._base_manager.bulk_create([broken])  # neither save() nor clean(): only the database answers

    assert _constraint(refusal.value) == (case.answers or name)


def test_a_range_upside_down_is_refused(good: Rows) -> None:
    name = OrganisationName.objects.get(pk=good["name"].pk)
    name.valid = DateRange(FAR_OFF, LONG_AGO)
    with pytest.raises(Exception, match="range lower bound must be less"), under_operation():
        name.save()


def test_every_constraint_has_its_case(good: Rows) -> None:
    tables = [model._meta.db_table for model in records()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype IN ('c', 'x') AND conrelid::regclass::text = ANY (%s)"
            " UNION SELECT indexrelid::regclass::text FROM pg_index"
            " WHERE indisunique AND NOT indisprimary AND indrelid::regclass::text = ANY (%s)",
            [tables, tables],
        )
        promised = {row[0] for row in cursor.fetchall()}
    assert promised - set(CASES) == set(), "constraints without a row that must be refused"
    assert set(CASES) - promised == set(), "cases whose constraint is gone"


def test_every_record_has_a_good_row(good: Rows) -> None:
    assert {type(row) for row in good.values()} >= set(records()) - {User}


def _constraint(error: IntegrityError) -> str:
    diag: Callable[[], Any] | Any = getattr(error.__cause__, "diag", None)
    return str(getattr(diag, "constraint_name", ""))
