-- Which appropriations were asked for and decided, by policy area, and what does the till pay?
--
-- Grain: a row a municipality, policy area, funding and status.
-- funding: "cash" (the till pays), "neutral" (expense and income cancel out, or the money is found within the budget: such
--   rows may be summed among themselves, never with cash), "external", "not stated".
-- status: "decided" (the body that met approved it and nobody else is asked), "proposed" (asked for, or recommended onward).
--   A case runs through committee, finance committee and council: each telling of one appropriation counts once
--   (grant_links), as the furthest that any telling comes to.
-- asked_dkk is the net amount (expense where no income is told); expense_dkk and income_dkk are the sides as told.
-- Comparable: asked_dkk within one funding; per_inhabitant out of the municipality's population. Not comparable: the number of
--   appropriations, because one municipality asks point by point where another asks for one sum.
--
-- overview: municipality, policy_area, funding, status, appropriations, asked_dkk, per_inhabitant, what
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
        coalesce(grant_links.same_as, grants.grant_id) AS same_as
    FROM grants
    INNER JOIN current_items USING (item_id)
    INNER JOIN chosen ON grants.municipality_code = chosen.municipality_code
    LEFT JOIN grant_links USING (grant_id)
    WHERE
        grants.kind = 'appropriation'
        AND (grants.meeting_date IS NULL OR grants.meeting_date BETWEEN $since::DATE AND $until::DATE)
),
once AS (
    SELECT
        municipality_code,
        min(municipality) AS municipality,
        max(population) AS population,
        same_as,
        coalesce(max(policy_area), 'not stated') AS policy_area,
        coalesce(max(funding), 'not stated') AS funding,
        CASE WHEN bool_or(status = 'decided') THEN 'decided' ELSE 'proposed' END AS status,
        max(amount_applied_dkk) AS asked_dkk,
        max(expense_dkk) AS expense_dkk,
        max(income_dkk) AS income_dkk,
        arg_min(coalesce(purpose, recipient), meeting_date) AS what,
        min(meeting_date) AS first_told,
        arg_min(item_id, meeting_date) AS item_id,
        min(span_start) AS place
    FROM told
    GROUP BY municipality_code, same_as
)
SELECT
    municipality_code,
    min(municipality) AS municipality,
    policy_area,
    funding,
    status,
    count(*) AS appropriations,
    sum(asked_dkk) AS asked_dkk,
    sum(expense_dkk) AS expense_dkk,
    sum(income_dkk) AS income_dkk,
    round(sum(asked_dkk) / max(population), 2)::DOUBLE AS per_inhabitant,
    string_agg(coalesce(what, '-') || ': ' || asked_dkk, E'\n' ORDER BY first_told, item_id, place) AS what,
    min(first_told) AS first_told,
    string_agg(DISTINCT item_id, E'\n' ORDER BY item_id) AS items
FROM once
GROUP BY municipality_code, policy_area, funding, status
ORDER BY municipality, funding = 'neutral', policy_area, funding, status;
