"""What each clause of a story says of the declared fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from tests.generators.traffic.officer import Bools, Fields

Says = Callable[[Fields], Bools]
_INSTITUTES = ("University", "Institute of Technology", "Research Institute", "Hospital", "Clinic")
_PLANTS = ("Works", "Plant", "Mills", "Foundry", "Shipyard", "Refinery")
_ANY_USER = ("Group", "Holding", "Enterprises", "Industries", "Services", "Cooperative")
_VAGUE = ("General industrial use.", "For further business.", "Various civil purposes.", "As agreed with the buyer.")
TRUE: Mapping[str, Says] = {
    "alarm_of_driver": lambda f: f.alarm("strong and in one place") & ~f.radioactive,
    "alarm_of_goods": lambda f: f.alarm("weak and even") & f.active & ~f.radioactive,
    "alarm_of_load_before": lambda f: f.alarm("weak and even") & ~f.active & ~f.radioactive,
    "alarm_of_source": lambda f: ~f.alarm("background") & f.radioactive,
    "alarm_strong": lambda f: f.alarm("strong and in one place"),
    "alarm_weak": lambda f: f.alarm("weak and even"),
    "another_user": lambda f: (
        ~f.has("end_use_user", "")
        & f.differ("end_use_user", "invoice_end_user")
        & (f.differ("end_use_user", "consignee_name") | ~f.has("invoice_end_user", ""))
    ),
    "business_centre": lambda f: f.has("consignee_premises", "business centre"),
    "by_courier": lambda f: f.has("channel", "courier"),
    "by_post": lambda f: f.has("mode_at_border", "5"),
    "called_sample": lambda f: np.char.startswith(f.text("additional_information_text"), "Commercial sample"),
    "by_detour": lambda f: f.longer,
    "by_hub": lambda f: f.by_way_of,
    "certificate_agrees": lambda f: ~f.differ("certificate_of_origin", "country_of_origin"),
    "certificate_differs": lambda f: (
        f.differ("certificate_of_origin", "country_of_origin") & ~f.has("certificate_of_origin", "")
    ),
    "classified": lambda f: f.ruled("ruling: not listed") & ~f.named,
    "code_disputed": lambda f: f.other_goods,
    "consignee_amended": lambda f: f.has("amendment", "consignee changed after acceptance"),
    "consignee_changed": lambda f: f.has("amendment", "consignee changed after acceptance"),
    "consignee_on_invoice": lambda f: ~f.another_on_invoice,
    "consignee_renamed": lambda f: f.for_other,
    "destination_amended": lambda f: f.has("amendment", "destination changed after acceptance"),
    "destination_changed": lambda f: f.has("amendment", "destination changed after acceptance"),
    "exemption_claimed": lambda f: f.coded("not_listed"),
    "foreign_phone": lambda f: f.phone_elsewhere,
    "forwarder_notified": lambda f: f.differ("notify_party", "consignee_name"),
    "from_warehouse": lambda f: f.procedure(2),
    "institute_on_invoice": lambda f: f.another_on_invoice & f.ends("invoice_end_user", *_INSTITUTES),
    "kept_after_trial": lambda f: f.procedure(0),
    "licence_deceived": lambda f: f.coded("licence") & f.licence_fits,
    "licence_expired": lambda f: f.run_out,
    "licence_fits": lambda f: f.coded("licence") & f.licence_fits,
    "licence_left_out": lambda f: f.has("document_type_code", "") & f.needed & f.named,
    "licence_named": lambda f: f.coded("licence") & ~f.has("document_reference", ""),
    "licence_renewed": lambda f: f.run_out,
    "licensed_for_other": lambda f: f.for_other & ~f.differ("licence_holder", "consignor_name"),
    "licensed_other_goods": lambda f: f.other_goods & ~f.differ("licence_holder", "consignor_name"),
    "mail_centre": lambda f: np.char.find(f.text("consignee_address"), "Mail Centre") >= 0,
    "mass_amended": lambda f: f.has("amendment", "weight corrected"),
    "masses_differ": lambda f: f.number("packing_list_gross_mass") != f.number("gross_mass"),
    "minimal_presence": lambda f: f.has("consignee_presence", "minimal"),
    "name_alike": lambda f: f.alike,
    "namesake": lambda f: f.alike & ~f.number_of_entry & ~f.no_number,
    "namesake_unproven": lambda f: f.no_number,
    "newly_founded": lambda f: (f.first_day - f.frame["consignee_founded"]).dt.days.to_numpy() < 365,
    "no_alarm": lambda f: f.alarm("background"),
    "no_change_yet": lambda f: f.has("amendment", "none", "weight corrected"),
    "no_licence_named": lambda f: f.has("document_type_code", "") & f.needed & f.listed & ~f.others,
    "no_number": lambda f: f.no_number,
    "no_statement": lambda f: ~f.certified & (f.listed | f.lookalike),
    "none_needed": lambda f: f.ruled("nothing on file") & ~f.coded("licence") & ~(f.named & f.needed),
    "not_to_come_back": lambda f: ~f.procedure(1),
    "number_misread": lambda f: f.coded("licence") & f.ruled("number unknown"),
    "number_unknown": lambda f: f.coded("licence") & f.ruled("number unknown"),
    "origin_elsewhere": lambda f: f.differ("country_of_origin", "country_of_export"),
    "origin_false": lambda f: ~f.differ("country_of_origin", "country_of_export"),
    "other_user_on_invoice": lambda f: f.another_on_invoice & f.ends("invoice_end_user", *_PLANTS, *_ANY_USER),
    "others_named": lambda f: f.names_other_code,
    "unlisted_named": lambda f: f.others & f.needed,
    "out_of_line": lambda f: np.array(
        [sector not in good.sectors for sector, good in zip(f.text("consignee_activity"), f.good, strict=True)]
    ),
    "owners_withheld": lambda f: f.has("consignee_ownership", "withheld"),
    "packages_heavy": lambda f: f.each > 2.4,
    "packages_light": lambda f: (f.each < 0.44) & (f.number("package_count") > 1),
    "paid_from_elsewhere": lambda f: f.differ("payer_country", "consignee_country"),
    "paid_in_advance": lambda f: f.has("payment_terms", "advance payment in full"),
    "paid_in_cash": lambda f: f.has("payment_terms", "cash"),
    "part_declared": lambda f: np.char.find(f.text("additional_information_text"), "Part shipment") >= 0,
    "quantity_credited": lambda f: f.too_little,
    "quantity_used_up": lambda f: f.too_little,
    "refusal_for_others": lambda f: f.ruled("application refused") & ~f.named,
    "refusal_lifted": lambda f: f.ruled("application refused") & ~f.coded("licence"),
    "refused_before": lambda f: f.ruled("application refused"),
    "restricted_before": lambda f: f.has("consignee_record", "past supply to a restricted end-user"),
    "ruling_for_declared": lambda f: f.ruled("ruling: not listed"),
    "ruling_for_simpler": lambda f: f.ruled("ruling: not listed") & f.needed & f.listed & ~f.named & ~f.others,
    "same_number": lambda f: f.alike & f.number_of_entry,
    "service_declined": lambda f: f.has("service_terms", "declined by buyer"),
    "sheet_listed": lambda f: f.found("listed") & f.judged,
    "sheet_of_others": lambda f: f.found("not listed") & f.judged & ~f.named,
    "sheet_silent": lambda f: f.found("needs a sample") & f.judged,
    "signed_late": lambda f: ~f.has("end_use_signatory", "") & f.before("invoice_date", "end_use_date"),
    "statement_by_other": lambda f: f.stated,
    "statement_false": lambda f: f.stated,
    "to_come_back": lambda f: f.procedure(1) & f.has("declaration_type", "EX"),
    "token_capital": lambda f: f.number("consignee_capital") < 3_000,
    "trader_on_invoice": lambda f: f.another_on_invoice & f.ends("invoice_end_user", "Trading"),
    "unsigned": lambda f: f.certified & f.has("end_use_signatory", ""),
    "user_missing": lambda f: f.has("invoice_end_user", ""),
    "user_not_named": lambda f: f.certified & f.has("end_use_user", ""),
    "vague_statement": lambda f: f.has("end_use_statement", *_VAGUE),
    "vague_wording": lambda f: f.owner == "",
    "value_high": lambda f: f.dearer > 0.36,
    "value_slip": lambda f: np.abs(f.dearer) > 0.9,
    "value_low": lambda f: f.dearer < -0.36,
}
"""What each clause says of the fields, by its id; the same id says the same in every story, but for those below."""
OF_STORY: Mapping[tuple[str, str], Says] = {
    ("honest_error", "value_high"): lambda f: f.dearer > 0.9,
    ("honest_error", "value_low"): lambda f: f.dearer < -0.9,
    ("fair_or_repair", "to_come_back"): lambda f: f.procedure(1),
    ("careful_wording", "sheet_silent"): lambda f: f.found("needs a sample") & (f.lookalike | f.unlicensed),
    ("plain_data_sheet", "sheet_silent"): lambda f: f.found("needs a sample") & (f.lookalike | f.unlicensed),
    ("split_consignment", "sheet_of_others"): lambda f: f.found("not listed") & f.unlicensed,
    ("import_re_export", "sheet_of_others"): lambda f: f.found("not listed") & f.unlicensed,
}
BEYOND_THE_PAPERS = frozenset(
    [
        *("business_centre", "token_capital", "minimal_presence", "newly_founded", "owners_withheld"),
        *("restricted_before", "same_number", "no_number", "namesake", "namesake_unproven"),
        *(
            "licence_fits",
            "none_needed",
            "licence_deceived",
            "licence_expired",
            "licence_renewed",
            "quantity_used_up",
            "quantity_credited",
        ),
        *("licensed_for_other", "consignee_renamed", "licensed_other_goods", "code_disputed", "number_unknown"),
        *(
            "number_misread",
            "ruling_for_simpler",
            "ruling_for_declared",
            "classified",
            "refused_before",
            "refusal_lifted",
        ),
        *("refusal_for_others", "sheet_listed", "sheet_silent", "sheet_of_others"),
        *("alarm_strong", "alarm_weak", "no_alarm", "alarm_of_driver", "alarm_of_goods", "alarm_of_load_before"),
        "alarm_of_source",
    ]
)
"""Clauses that tell of what neither the declaration nor its documents show."""
