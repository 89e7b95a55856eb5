-- What do the decisions come to, by municipality and type of case?
--
-- Grain: a row a municipality, case type, effect and outcome.
-- Counted: the meetings' own decisions in current minutes, each decided point once; earlier decisions that an item
--   quotes are left out, and an agenda has none.
-- Denominators: share_pct is decisions out of decisions_of_type (all of the same municipality and case type);
--   items is the number of items behind the decisions, items_of_type all items of that municipality and case type in
--   current minutes, items_undecided those of them without any decision (closed items, headings, talks).
-- effect is what the decision comes to given what was recommended; outcome is the deciding word alone. Compare effects:
--   "Godkendt" means taking note in one municipality where another writes "Til efterretning".
-- case_type is "not marked" where the document marks no type. Most municipalities mark none, so compare types only
--   among those that do.
--
-- overview: municipality, case_type, effect, outcome, decisions, decisions_of_type, share_pct, items_of_type, items_undecided
-- param region = null -- only municipalities of this region, such as Region Sjælland
-- param since = 1900-01-01 -- first day of the period
-- param until = 2999-12-31 -- last day of the period
WITH chosen AS (
    SELECT DISTINCT municipality_code
    FROM region_municipalities
    WHERE $region::VARCHAR IS NULL OR region = $region::VARCHAR
),
minuted AS (
    SELECT
        current_items.item_id,
        current_items.municipality_code,
        current_items.municipality,
        coalesce(current_items.case_type, 'not marked') AS case_type
    FROM current_items
    INNER JOIN chosen USING (municipality_code)
    WHERE
        current_items.meeting_kind = 'minutes'
        AND (current_items.meeting_date IS NULL OR current_items.meeting_date BETWEEN $since::DATE AND $until::DATE)
),
own_decisions AS (
    SELECT minuted.*, decisions.decision_id, decisions.effect, decisions.outcome
    FROM decisions
    SEMI JOIN chosen USING (municipality_code)
    INNER JOIN minuted USING (item_id)
    WHERE NOT decisions.prior
),
types AS (
    SELECT
        minuted.municipality_code,
        minuted.case_type,
        count(*) AS items_of_type,
        count(*) FILTER (WHERE decided.item_id IS NULL) AS items_undecided
    FROM minuted
    LEFT JOIN (SELECT DISTINCT item_id FROM own_decisions) AS decided USING (item_id)
    GROUP BY minuted.municipality_code, minuted.case_type
),
counted AS (
    SELECT
        municipality_code,
        municipality,
        case_type,
        effect,
        outcome,
        count(*) AS decisions,
        count(DISTINCT item_id) AS items
    FROM own_decisions
    GROUP BY municipality_code, municipality, case_type, effect, outcome
),
shares AS (
    SELECT *, CAST(sum(decisions) OVER (PARTITION BY municipality_code, case_type) AS BIGINT) AS decisions_of_type
    FROM counted
)
SELECT
    shares.municipality_code,
    shares.municipality,
    shares.case_type,
    shares.effect,
    shares.outcome,
    shares.decisions,
    shares.decisions_of_type,
    round(100.0 * shares.decisions / shares.decisions_of_type, 1) AS share_pct,
    shares.items,
    types.items_of_type,
    types.items_undecided
FROM shares
INNER JOIN types USING (municipality_code, case_type)
ORDER BY shares.municipality, shares.case_type, shares.decisions DESC, shares.effect, shares.outcome;
