"""What columns are called in the wild, by canonical table: the first name that a file has is taken.

Names are compared as `recognise.plain` makes them.
"""

#: A customer that a system knows by an id of its own.
CUSTOMER = (
    "customer_id", "customerid", "customer_number", "customer_no", "customer_nr", "customer_key", "customer_code",
    "user_id", "userid", "account_id", "member_id", "household_id", "shopper_id", "buyer_id", "client_id",
    "contact_id", "requester_id", "person_id", "profile_id", "subscriber_id", "respondent_id", "loyalty_id",
    "card_id", "cust_id", "customer", "user", "member", "requester", "respondent", "uid", "kundennummer",
    "kunden_nr", "kunden_id", "kunde", "customer_email", "email_address", "email", "e_mail", "mail",
)  # fmt: skip
#: A visitor before anybody knows who it is.
VISITOR = (
    "anonymous_id", "visitor_id", "visitorid", "visitor", "cookie_id", "cookie", "device_id", "browser_id",
    "ga_client_id", "user_pseudo_id", "fullvisitorid", "full_visitor_id", "distinct_id", "anon_id",
    "tracking_id", "fingerprint", "guest_id", "besucher_id", "besucher",
)  # fmt: skip
ORDER = (
    "order_id", "orderid", "order_number", "order_no", "order_nr", "order_name", "order_ref", "order_reference",
    "order", "transaction_id", "invoice_no", "invoice_id", "invoice_number", "invoice", "receipt_id",
    "basket_id", "purchase_id", "bestellnummer", "bestellung", "auftragsnummer",
)  # fmt: skip
TIME = (
    "timestamp",
    "time",
    "datetime",
    "date_time",
    "created_at",
    "created",
    "date",
    "ts",
    "datum",
    "zeitpunkt",
)
CHANNEL = (
    "channel",
    "medium",
    "sales_channel",
    "order_channel",
    "contact_channel",
    "platform",
    "kanal",
    "via",
)
COUNTRY = ("country", "country_code", "shipping_country", "billing_country", "geo_country", "land")
REGION = ("region", "state", "province", "geo_region", "bundesland")
DEVICE = ("device", "device_type", "device_category", "device_class", "geraet", "gerät")
CAMPAIGN = ("campaign", "campaign_name", "utm_campaign", "campaign_id", "kampagne")
SOURCE = (
    "source", "traffic_source", "utm_source", "referrer", "referrer_source", "ad_platform", "platform", "network",
    "advertiser", "vendor", "publisher", "account_name", "quelle",
)  # fmt: skip
COMMENT = (
    "comment", "comments", "feedback", "feedback_text", "comment_text", "text", "verbatim", "message", "answer_text",
    "review", "review_text", "review_body", "remarks", "kommentar", "open_answer",
)  # fmt: skip

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "events": {
        "event_id": ("event_id", "eventid", "event_uuid", "message_id", "hit_id", "insert_id", "id"),
        "customer_id": CUSTOMER,
        "ts": ("ts", "event_time", "event_timestamp", "event_at", "occurred_at", "happened_at", *TIME, "event_date",
               "received_at", "sent_at", "visited_at", "viewed_at", "server_time", "client_time", "local_time"),
        "touchpoint": ("touchpoint", "event_name", "event", "event_type", "action", "activity", "event_action",
                       "interaction", "interaction_type", "step", "page_type", "page_name", "page", "page_path",
                       "pathname", "path", "page_url", "page_location", "url", "ereignis", "aktion"),
        "stage": ("stage", "journey_stage", "funnel_stage", "phase"),
        "channel": CHANNEL,
        "session_id": ("session_id", "sessionid", "session", "visit_id", "visitid", "user_session", "ga_session_id"),
        "order_id": ORDER,
        "value": ("value", "event_value", "revenue", "purchase_revenue", "purchase_value", "amount", "order_value",
                  "order_total", "total", "wert", "umsatz"),
        "device": DEVICE,
        "country": COUNTRY,
        "region": REGION,
        "campaign": CAMPAIGN,
        "source": SOURCE,
    },
    "orders": {
        "order_id": (*ORDER, "name", "id", "number"),
        "customer_id": CUSTOMER,
        "ordered_at": ("ordered_at", "order_date", "order_time", "order_timestamp", "order_created_at", "placed_at",
                       "purchased_at", "purchase_date", "purchase_time", "purchase_timestamp", "invoice_date",
                       "transaction_date", "transaction_timestamp", "processed_at", "paid_at", *TIME, "bestelldatum"),
        "revenue": ("revenue", "total", "order_total", "total_price", "grand_total", "total_amount", "order_value",
                    "order_amount", "amount", "total_paid", "net_total", "gross_total", "total_sales", "net_sales",
                    "sales", "turnover", "subtotal", "value", "price", "gesamt", "gesamtbetrag", "summe", "betrag",
                    "umsatz"),
        "margin": ("margin", "gross_margin", "profit", "gross_profit", "contribution", "marge", "deckungsbeitrag"),
        "discount": ("discount", "discount_amount", "total_discount", "total_discounts", "discounts", "rabatt"),
        "status": ("status", "order_status", "state", "order_state", "financial_status", "payment_status"),
        "channel": (*CHANNEL, "source_name"),
        "promised_at": ("promised_at", "promised_delivery", "promised_date", "promised_delivery_date",
                        "estimated_delivery", "estimated_delivery_date", "expected_delivery",
                        "expected_delivery_date", "delivery_promise", "due_date", "liefertermin"),
        "delivered_at": ("delivered_at", "delivery_date", "delivered_date", "delivered_on", "delivered",
                         "actual_delivery", "actual_delivery_date", "delivery_time", "geliefert_am", "lieferdatum"),
        "cancelled_at": ("cancelled_at", "canceled_at", "cancellation_date", "cancelled_on", "canceled_on",
                         "storniert_am"),
    },
    "order_items": {
        "order_id": ORDER,
        "line": ("line", "line_number", "line_no", "line_item", "order_item_id", "item_number", "position", "pos"),
        "product_id": ("product_id", "productid", "sku", "item_id", "article_id", "article_number", "stock_code",
                       "stockcode", "variant_id", "artikelnummer"),
        "product": ("product", "product_name", "product_title", "item_name", "item", "title", "article",
                    "description", "name", "artikel", "produkt"),
        "category": ("category", "product_category", "category_name", "product_type", "department", "kategorie"),
        "quantity": ("quantity", "qty", "units", "count", "pieces", "item_quantity", "menge", "anzahl"),
        "price": ("price", "unit_price", "unitprice", "item_price", "product_price", "preis", "einzelpreis"),
    },
    "returns": {
        "return_id": ("return_id", "returnid", "rma", "rma_id", "rma_number", "return_number", "refund_id", "id"),
        "order_id": ORDER,
        "customer_id": CUSTOMER,
        "returned_at": ("returned_at", "return_date", "returned_on", "returned_date", "return_time", "refunded_at",
                        "refund_date", "return_created_at", "received_at", "retourniert_am", *TIME),
        "refund": ("refund", "refund_amount", "refunded_amount", "amount_refunded", "refund_total", "refund_value",
                   "return_value", "amount", "erstattung"),
        "reason": ("reason", "return_reason", "refund_reason", "reason_code", "grund", "retourengrund"),
    },
    "feedback": {
        "feedback_id": ("feedback_id", "response_id", "answer_id", "survey_response_id", "submission_id",
                        "review_id", "id", "row_id"),
        "customer_id": CUSTOMER,
        "given_at": ("given_at", "answered_at", "responded_at", "response_date", "response_time", "submitted_at",
                     "submission_date", "submit_date", "completed_at", "completion_time", "survey_date",
                     "review_date", "rated_at", *TIME),
        "metric": ("metric", "survey_type", "survey", "question_type", "score_type", "metric_type", "kpi"),
        "score": ("score", "rating", "stars", "nps", "nps_score", "csat", "csat_score", "ces", "ces_score",
                  "review_score", "satisfaction", "satisfaction_score", "answer_value", "grade", "bewertung", "note"),
        "scale_min": ("scale_min", "min_score", "score_min", "scale_from"),
        "scale_max": ("scale_max", "max_score", "score_max", "scale_to", "scale"),
        "touchpoint": ("touchpoint", "interaction_type", "interaction", "task_type", "task", "moment", "step",
                       "page", "page_type", "process"),
        "stage": ("stage", "journey_stage", "phase"),
        "channel": CHANNEL,
        "order_id": ORDER,
        "question": ("question", "question_text", "survey_question", "frage"),
        "comment": COMMENT,
    },
    "tickets": {
        "ticket_id": ("ticket_id", "ticketid", "ticket_number", "ticket_no", "ticket", "case_id", "case_number",
                      "conversation_id", "issue_id", "request_id", "vorgang", "id"),
        "customer_id": CUSTOMER,
        "opened_at": ("opened_at", "ticket_created_at", "ticket_date", "created_date", "date_created", "open_date",
                      "opened", "submitted_at", "received_at", *TIME),
        "first_reply_at": ("first_reply_at", "first_response_at", "first_replied_at", "first_response_date",
                           "first_answer_at", "responded_at"),
        "solved_at": ("solved_at", "resolved_at", "closed_at", "resolution_date", "resolved_date", "closed_date",
                      "completed_at", "geloest_am", "gelöst_am"),
        "topic": ("topic", "category", "ticket_type", "type", "reason", "contact_reason", "issue_type", "thema",
                  "ticket_category"),
        "channel": CHANNEL,
        "handling_cost": ("handling_cost", "cost", "ticket_cost", "cost_per_ticket", "kosten"),
        "csat": ("csat", "csat_score", "satisfaction_score", "satisfaction", "rating", "satisfaction_rating"),
    },
    "spend": {
        "day": ("day", "date", "reporting_date", "report_date", "reporting_starts", "date_start", "spend_date",
                "segments_date", "datum", "tag", "timestamp"),
        "source": SOURCE,
        "channel": ("channel", "medium", "channel_type", "advertising_channel_type", "kanal"),
        "campaign": ("campaign", "campaign_name", "utm_campaign", "campaign_id", "xyz_campaign_id", "kampagne",
                     "adset_name", "ad_group"),
        "cost": ("cost", "spend", "amount_spent", "spent", "costs", "ad_cost", "ad_spend", "total_cost", "media_cost",
                 "cost_micros", "metrics_cost_micros", "amount_spent_eur", "amount_spent_usd", "kosten", "ausgaben"),
        "impressions": ("impressions", "impr", "views", "impressionen"),
        "clicks": ("clicks", "link_clicks", "klicks"),
    },
    "identities": {
        "anonymous_id": (*VISITOR, "alias", "alias_id", "previous_id", "from_id", "other_id", "external_id"),
        "customer_id": CUSTOMER,
        "linked_at": ("linked_at", "identified_at", "merged_at", "logged_in_at", "login_at", "first_login_at",
                      "matched_at", *TIME),
    },
    "changes": {
        "name": ("name", "change", "change_name", "title", "release", "feature", "initiative", "aenderung"),
        "live_at": ("live_at", "launched_at", "released_at", "release_date", "launch_date", "went_live",
                    "go_live", "live_since", "live_from", "deployed_at", "start_date", "date"),
        "touchpoint": ("touchpoint", "page", "step", "area"),
        "segment": ("segment", "audience", "target", "scope"),
        "cost_once": ("cost_once", "one_off_cost", "one_time_cost", "setup_cost", "cost", "budget"),
        "cost_monthly": ("cost_monthly", "monthly_cost", "running_cost", "cost_per_month"),
        "owner": ("owner", "team", "responsible"),
    },
    "customers": {
        "customer_id": (*CUSTOMER, "id"),
        "first_seen_at": ("first_seen_at", "first_seen", "created_at", "registered_at", "signup_date", "sign_up_date",
                          "registration_date", "customer_since", "first_visit", "first_order_date"),
        "country": COUNTRY,
        "region": REGION,
        "consent_email": ("consent_email", "email_consent", "accepts_marketing", "accepts_email_marketing",
                          "newsletter", "opt_in", "email_opt_in", "subscribed"),
        "consent_ads": ("consent_ads", "ads_consent", "ad_consent", "consent_advertising", "ads_opt_in"),
    },
    "assignments": {
        "experiment": ("experiment", "experiment_id", "experiment_name", "test", "test_name", "ab_test"),
        "customer_id": (*CUSTOMER, *VISITOR),
        "variant": ("variant", "variation", "arm", "test_group", "ab_group", "bucket", "version", "group"),
        "assigned_at": ("assigned_at", "assignment_date", "exposed_at", "first_exposure", "bucketed_at", *TIME),
    },
}  # fmt: skip

#: Without these a file cannot be of the kind; of a group one is enough.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "assignments": (("customer_id",), ("variant",), ("experiment",)),
    "changes": (("name",), ("live_at",)),
    "identities": (("anonymous_id",), ("customer_id",)),
    "spend": (("day",), ("cost",)),
    "returns": (("order_id",), ("returned_at",)),
    "tickets": (("ticket_id",), ("opened_at",)),
    "feedback": (("score",), ("given_at",)),
    "events": (("customer_id",), ("ts",), ("touchpoint",)),
    "order_items": (("order_id",), ("product", "product_id"), ("quantity", "price")),
    "orders": (("order_id",), ("ordered_at",), ("revenue",)),
    "customers": (("customer_id",),),
}
#: Columns that hardly any other kind of file has.
TELLING: dict[str, frozenset[str]] = {
    "assignments": frozenset({"experiment", "experiment_id", "experiment_name", "variant", "variation", "ab_test"}),
    "changes": frozenset({"live_at", "launched_at", "go_live", "went_live", "released_at", "release_date", "cost_once"}),
    "identities": frozenset({"linked_at", "anonymous_id", "visitor_id", "identified_at", "device_id", "user_pseudo_id"}),
    "spend": frozenset({"impressions", "clicks", "spend", "spent", "amount_spent", "ad_spend", "cost_micros"}),
    "returns": frozenset({"return_id", "returned_at", "return_date", "refund", "refund_amount", "return_reason",
                          "refunded_at", "rma"}),
    "tickets": frozenset({"ticket_id", "ticket_number", "ticket", "case_id", "first_reply_at", "first_response_at",
                          "solved_at", "resolved_at", "handling_cost", "ticket_type"}),
    "feedback": frozenset({"score", "response_id", "rating", "nps", "nps_score", "csat_score", "ces_score",
                           "review_score", "stars", "answered_at", "scale_min", "scale_max"}),
    "events": frozenset({"event", "event_name", "event_type", "event_time", "event_id", "event_timestamp", "session_id",
                         "touchpoint", "page_url", "page_path"}),
    "order_items": frozenset({"quantity", "qty", "product_id", "sku", "unit_price", "line", "order_item_id", "stock_code",
                              "product_name"}),
    "orders": frozenset({"order_total", "total_price", "grand_total", "order_status", "order_date", "ordered_at",
                         "total", "revenue", "promised_at", "delivered_at", "cancelled_at", "financial_status"}),
    "customers": frozenset({"first_seen_at", "registered_at", "signup_date", "accepts_marketing", "consent_email",
                            "customer_since"}),
}  # fmt: skip
#: Words of a file's name that speak for a kind.
FILE_WORDS: dict[str, tuple[str, ...]] = {
    "assignments": ("assignment", "experiment", "abtest", "ab_test", "variant"),
    "changes": ("change", "release", "launch"),
    "identities": ("identit", "alias", "id_map", "links"),
    "spend": ("spend", "ads", "marketing_cost", "campaign_cost", "adwords"),
    "returns": ("return", "refund", "retoure"),
    "tickets": ("ticket", "support", "case", "helpdesk", "zendesk"),
    "feedback": ("survey", "feedback", "nps", "csat", "ces", "review", "responses", "umfrage"),
    "events": ("event", "click", "hits", "analytics", "tracking", "pageview", "web"),
    "order_items": ("item", "line", "position"),
    "orders": ("order", "sales", "purchase", "transaction", "bestell"),
    "customers": ("customer", "user", "member", "crm", "contact", "kunden"),
}
#: Columns that name or reach a person; they are never taken over.
PRIVATE = (
    "email", "e_mail", "mail", "phone", "mobile", "telephone", "telefon", "fax", "first_name", "last_name",
    "firstname", "lastname", "full_name", "surname", "vorname", "nachname", "street", "address", "address1",
    "address2", "strasse", "straße", "zip", "postcode", "postal_code", "plz", "city", "birthday", "birth_date",
    "date_of_birth", "ip", "ip_address", "iban", "password", "company", "latitude", "longitude", "lat", "lng",
)  # fmt: skip
