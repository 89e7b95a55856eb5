-- Which grants did each municipality of the region get from Ungeløftet, on what terms, and for how many young people?
--
-- Grain: a row a distinct grant (grant_links: tellings in several meetings are one); a municipality without one is one row.
-- status: "grant found"; "none found in N meetings" (N of its meetings in the period are in the material); "no material"
--   (nothing can be said). Found through: external grants whose programme holds the word; $programme can be any other.
-- Values that only one of several tellings states stand in the row too; tellings lists them all, funder is the fullest name.
-- Comparable: awarded, per_person, share_told_pct against share_computed_pct (awarded out of applied; the told one is rounded
--   by the municipality). Not comparable without reading: co-financing (some tell an amount, some a share, some hours of work),
--   and persons (planned by the municipality itself; a supplement often names none, so per_person counts the grant and its
--   supplements together, out of the persons of the grant that they add to).
-- noted is who took note of or decided on it and when; effect is what that comes to.
--
-- overview: municipality, status, applied_dkk, awarded_dkk, is_supplement, co_financing, period, awarded_on, persons
-- param region = Region Sjælland -- region whose municipalities are listed
-- param programme = Ungeløft -- part of the programme's name
-- param since = 2025-01-01 -- first day of the period
-- param until = 2999-12-31 -- last day of the period
WITH region AS (
    SELECT municipality_code, municipality
    FROM region_municipalities
    WHERE region = $region
),
searched AS (
    SELECT municipality_code, count(*) AS meetings
    FROM current_meetings
    WHERE meeting_date IS NULL OR meeting_date BETWEEN $since::DATE AND $until::DATE
    GROUP BY municipality_code
),
wanted AS (
    SELECT *
    FROM grants
    SEMI JOIN region USING (municipality_code)
    WHERE
        kind = 'external_grant'
        AND contains(lower(coalesce(programme, '') || ' ' || coalesce(purpose, '')), lower($programme))
        AND (meeting_date IS NULL OR meeting_date BETWEEN $since::DATE AND $until::DATE)
),
told AS (
    SELECT
        wanted.*,
        coalesce(grant_links.same_as, wanted.grant_id) AS same_as,
        handled.committee,
        handled.meeting_kind,
        handled.case_number,
        handled.number,
        handled.title,
        handled.decided,
        handled.effect,
        handled.document,
        handled.origin
    FROM wanted
    INNER JOIN item_handling_of((SELECT list(item_id) FROM wanted)) AS handled USING (item_id)
    LEFT JOIN grant_links USING (grant_id)
),
shares AS (
    SELECT told.grant_id, max(figures.value) AS share_told_pct
    FROM told
    INNER JOIN figures USING (item_id)
    WHERE
        figures.kind = 'percent'
        AND figures.found_in = 'prose'
        AND regexp_matches(figures.sentence, 'ansøgt|ansøgte')
        AND regexp_matches(figures.sentence, '%\s+af\s+(det|de)\s+ansøgte|pct\.\s+af\s+(det|de)\s+ansøgte')
        AND told.amount_awarded_dkk < told.amount_applied_dkk
        AND abs(figures.value - 100 * told.amount_awarded_dkk / told.amount_applied_dkk) < 5
    GROUP BY told.grant_id
),
parts AS (
    SELECT grant_id, string_agg(year || ': ' || amount_dkk, E'\n' ORDER BY year) AS instalments
    FROM grant_instalments
    GROUP BY grant_id
),
demands AS (
    SELECT
        grant_id,
        string_agg(
            round(threshold_pct)::INTEGER || ' % reached releases ' || round(releases_pct)::INTEGER || ' %',
            E'\n' ORDER BY span_start
        ) AS results_demanded
    FROM grant_conditions
    GROUP BY grant_id
),
distinct_grants AS (
    SELECT
        told.municipality_code,
        told.same_as,
        arg_min(told.programme, told.meeting_date) AS programme,
        arg_max(told.funder, length(told.funder)) AS funder,
        max(told.amount_applied_dkk) AS applied_dkk,
        max(told.amount_awarded_dkk) AS awarded_dkk,
        max(supplement.same_as) AS supplement_to,
        max(shares.share_told_pct) AS share_told_pct,
        max(told.co_financing_dkk) AS co_financing_dkk,
        max(told.co_financing_pct) AS co_financing_pct,
        min(told.period_start) AS period_start,
        max(told.period_end) AS period_end,
        arg_max(told.awarded_on, length(told.awarded_on)) AS awarded_on,
        max(told.target_persons) AS persons,
        max(demands.results_demanded) AS results_demanded,
        max(parts.instalments) AS instalments,
        string_agg(
            told.meeting_date || ' ' || told.committee || ' (' || told.meeting_kind || '), item ' || told.number,
            E'\n' ORDER BY told.meeting_date, told.item_id
        ) AS tellings,
        count(*) AS times_told,
        string_agg(
            told.meeting_date || ': ' || coalesce(told.decided, '-'), E'\n' ORDER BY told.meeting_date, told.item_id
        ) AS noted,
        array_to_string(
            told_once(list(told.effect ORDER BY told.meeting_date, told.item_id) FILTER (WHERE told.effect IS NOT NULL)), ', '
        ) AS effect,
        arg_min(told.title, told.meeting_date) AS title,
        arg_min(told.case_number, told.meeting_date) AS case_number,
        arg_min(told.item_id, told.meeting_date) AS item_id,
        arg_min(told.document, told.meeting_date) AS document,
        arg_min(told.origin, told.meeting_date) AS origin,
        arg_min(told.document_id, told.meeting_date) AS document_id,
        arg_min(told.span_start, told.meeting_date) AS span_start,
        arg_min(told.span_end, told.meeting_date) AS span_end
    FROM told
    LEFT JOIN shares USING (grant_id)
    LEFT JOIN parts USING (grant_id)
    LEFT JOIN demands USING (grant_id)
    LEFT JOIN told AS supplement ON told.supplement_to = supplement.grant_id
    GROUP BY told.municipality_code, told.same_as
),
families AS (
    SELECT
        coalesce(supplement_to, same_as) AS family,
        sum(awarded_dkk) AS awarded_dkk,
        max(persons) AS persons
    FROM distinct_grants
    GROUP BY family
)
SELECT
    region.municipality_code,
    region.municipality,
    CASE
        WHEN distinct_grants.same_as IS NOT NULL THEN 'grant found'
        WHEN searched.meetings IS NULL THEN 'no material'
        ELSE 'none found in ' || searched.meetings || if(searched.meetings = 1, ' meeting', ' meetings')
    END AS status,
    coalesce(searched.meetings, 0) AS meetings_searched,
    distinct_grants.programme,
    distinct_grants.funder,
    distinct_grants.applied_dkk,
    distinct_grants.awarded_dkk,
    CASE WHEN distinct_grants.same_as IS NOT NULL THEN distinct_grants.supplement_to IS NOT NULL END AS is_supplement,
    distinct_grants.share_told_pct,
    round(100 * distinct_grants.awarded_dkk / nullif(distinct_grants.applied_dkk, 0), 1) AS share_computed_pct,
    coalesce(
        distinct_grants.co_financing_dkk::VARCHAR || ' kr.',
        round(distinct_grants.co_financing_pct, 1)::DOUBLE || ' %'
    ) AS co_financing,
    distinct_grants.co_financing_dkk,
    distinct_grants.co_financing_pct,
    distinct_grants.period_start || '-' || distinct_grants.period_end AS period,
    distinct_grants.awarded_on,
    distinct_grants.persons,
    CASE
        WHEN distinct_grants.supplement_to IS NULL THEN round(families.awarded_dkk / nullif(families.persons, 0))::BIGINT
    END AS dkk_per_person,
    distinct_grants.results_demanded,
    distinct_grants.instalments,
    distinct_grants.times_told,
    distinct_grants.tellings,
    distinct_grants.noted,
    distinct_grants.effect,
    distinct_grants.title,
    distinct_grants.case_number,
    distinct_grants.item_id,
    distinct_grants.document,
    distinct_grants.origin,
    distinct_grants.document_id,
    distinct_grants.span_start,
    distinct_grants.span_end
FROM region
LEFT JOIN searched USING (municipality_code)
LEFT JOIN distinct_grants USING (municipality_code)
LEFT JOIN families ON distinct_grants.same_as = families.family
ORDER BY
    distinct_grants.same_as IS NULL,
    searched.meetings IS NULL,
    region.municipality,
    is_supplement,
    distinct_grants.awarded_dkk DESC,
    distinct_grants.same_as;
