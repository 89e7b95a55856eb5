-- Which grants and appropriations do the items of a topic tell of, telling by telling?
--
-- Grain: a row a telling; tellings of one grant have one same_as. Amounts are in whole øre, so that none is rounded.
-- supplement_to is the same_as of the grant that it adds to.
--
-- param topic -- topic, as item_topics names it
SELECT
    topic_items.why,
    grants.grant_id,
    coalesce(grant_links.same_as, grants.grant_id) AS same_as,
    grants.item_id,
    grants.municipality_code,
    grants.kind,
    grants.programme,
    grants.funder,
    grants.recipient,
    grants.purpose,
    grants.status,
    coalesce(supplemented.same_as, grants.supplement_to) AS supplement_to,
    grants.repayable,
    (grants.amount_applied_dkk * 100)::BIGINT AS applied,
    (grants.amount_awarded_dkk * 100)::BIGINT AS awarded,
    (grants.expense_dkk * 100)::BIGINT AS expense,
    (grants.income_dkk * 100)::BIGINT AS income,
    grants.funding,
    (grants.co_financing_dkk * 100)::BIGINT AS co_financing,
    grants.co_financing_pct::DOUBLE AS co_financing_pct,
    grants.period_start,
    grants.period_end,
    grants.awarded_on,
    grants.target_persons,
    grants.policy_area,
    grants.span_start,
    grants.span_end
FROM topic_items
INNER JOIN grants USING (item_id)
LEFT JOIN grant_links ON grant_links.grant_id = grants.grant_id
LEFT JOIN grant_links AS supplemented ON supplemented.grant_id = grants.supplement_to
WHERE topic_items.topic = $topic
ORDER BY grants.municipality, grants.meeting_date NULLS LAST, grants.item_id, grants.span_start, grants.grant_id;
