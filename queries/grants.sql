-- Which grants from outside were applied for and awarded, by funder and programme?
--
-- Grain: a row a distinct external grant (grant_links: told in several meetings, it is one row).
-- amounts: the first that any telling states. A grant told of without an amount has none; it is not zero.
-- Sums over rows count each grant once. A pool's national total is a figure, never a row here.
-- Comparable: awarded_dkk; awarded_per_inhabitant (out of the municipality's population, where a source is at hand). Not
--   comparable without reading: purposes, and material (see the query coverage: fewer meetings, fewer grants).
-- supplement_to says that a grant adds to another one; recipient is named where it is not the municipality.
--
-- overview: municipality, funder, programme, recipient, status, applied_dkk, awarded_dkk, period, awarded_on, times_told
-- param region = null -- only municipalities of this region, such as Region Sjælland
-- param since = 1900-01-01 -- first day of the period
-- param until = 2999-12-31 -- last day of the period
WITH chosen AS (
    SELECT municipality_code, max(population) AS population
    FROM region_municipalities
    WHERE $region::VARCHAR IS NULL OR region = $region::VARCHAR
    GROUP BY municipality_code
),
told AS (
    SELECT
        grants.*,
        chosen.population,
        coalesce(grant_links.same_as, grants.grant_id) AS same_as,
        current_items.committee,
        current_items.title,
        current_items.source_path AS document
    FROM grants
    INNER JOIN current_items USING (item_id)
    INNER JOIN chosen ON grants.municipality_code = chosen.municipality_code
    LEFT JOIN grant_links USING (grant_id)
    WHERE
        grants.kind = 'external_grant'
        AND (grants.meeting_date IS NULL OR grants.meeting_date BETWEEN $since::DATE AND $until::DATE)
),
distinct_grants AS (
    SELECT
        municipality_code,
        min(municipality) AS municipality,
        max(population) AS population,
        same_as,
        arg_max(funder, length(funder)) AS funder,
        arg_min(programme, meeting_date) AS programme,
        arg_min(recipient, meeting_date) AS recipient,
        arg_min(purpose, meeting_date) AS purpose,
        CASE WHEN bool_or(status = 'awarded') THEN 'awarded' ELSE min(status) END AS status,
        max(supplement_to) AS supplement_to,
        bool_or(repayable) AS repayable,
        max(amount_applied_dkk) AS applied_dkk,
        max(amount_awarded_dkk) AS awarded_dkk,
        max(co_financing_dkk) AS co_financing_dkk,
        max(co_financing_pct) AS co_financing_pct,
        min(period_start) || '-' || max(period_end) AS period,
        arg_max(awarded_on, length(awarded_on)) AS awarded_on,
        max(target_persons) AS persons,
        count(*) AS times_told,
        string_agg(meeting_date || ' ' || committee, E'\n' ORDER BY meeting_date, item_id) AS tellings,
        arg_min(title, meeting_date) AS title,
        arg_min(item_id, meeting_date) AS item_id,
        arg_min(document, meeting_date) AS document,
        arg_min(document_id, meeting_date) AS document_id,
        arg_min(span_start, meeting_date) AS span_start,
        arg_min(span_end, meeting_date) AS span_end
    FROM told
    GROUP BY municipality_code, same_as
)
SELECT
    municipality_code,
    municipality,
    funder,
    programme,
    recipient,
    purpose,
    status,
    applied_dkk,
    awarded_dkk,
    round(awarded_dkk / population, 2)::DOUBLE AS awarded_per_inhabitant,
    supplement_to IS NOT NULL AS is_supplement,
    repayable,
    co_financing_dkk,
    co_financing_pct,
    period,
    awarded_on,
    persons,
    times_told,
    tellings,
    title,
    item_id,
    document,
    document_id,
    span_start,
    span_end
FROM distinct_grants
ORDER BY funder NULLS LAST, programme NULLS LAST, municipality, awarded_dkk DESC NULLS LAST, item_id, span_start;
