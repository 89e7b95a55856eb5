-- What way did cases on a topic take through each municipality's bodies, with dates and the days between?
--
-- Grain: a row a step of a case; a municipality of the region without a case on the topic is one row.
-- kind: "decided" (the body met and decided), "treated" (the body met, or will, and no decision is in the document),
--   "decided, as told later" (a later item quotes the decision; the meeting itself is not in the material), "planned"
--   (an item announces the body; nothing shows that it met). A step planned is never counted as a decision made.
-- A case is one by case number and title within the municipality (item_cases). Its items are those about the topic and
--   the other items of the same case.
-- step counts the steps with a day, in the order of days; planned steps without a day come behind, in the order planned.
-- days_since_previous and days_since_first: between steps that are no plans; null for plans and steps without a day.
-- status: else as in rammeaftale.sql. Only current documents.
--
-- overview: municipality, status, case_title, step, kind, body, day, days_since_previous, decided
-- param topic -- topic, as item_topics names it (see: tvaersnit compare topics)
-- param region = Region Sjælland -- region whose municipalities are listed
-- param since = 1900-01-01 -- first day of the period in which the case was treated
-- param until = 2999-12-31 -- last day of that period
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
local_cases AS (
    SELECT item_id, case_id FROM item_cases SEMI JOIN region USING (municipality_code) WHERE scope = 'municipality'
),
about AS (
    SELECT
        coalesce(local_cases.case_id, current_items.item_id) AS case_id,
        arg_min(current_items.title, (current_items.meeting_date, current_items.item_id)) AS case_title
    FROM item_topics
    SEMI JOIN region USING (municipality_code)
    INNER JOIN current_items USING (item_id)
    LEFT JOIN local_cases USING (item_id)
    WHERE
        item_topics.topic = lower(trim($topic))
        AND item_topics.role = 'about'
        AND (item_topics.meeting_date IS NULL OR item_topics.meeting_date BETWEEN $since::DATE AND $until::DATE)
    GROUP BY ALL
),
-- An item without a case of its own is named by its own id.
members AS (
    SELECT item_id, case_id FROM local_cases SEMI JOIN about USING (case_id)
    UNION ALL
    SELECT case_id, case_id FROM about ANTI JOIN local_cases USING (case_id)
),
items_of_cases AS (
    SELECT
        handled.*,
        about.case_id,
        about.case_title,
        regexp_replace(lower(handled.committee), '[^a-zæøåé]', '', 'g') AS body_key
    FROM item_handling_of((SELECT list(item_id) FROM members)) AS handled
    INNER JOIN members USING (item_id)
    INNER JOIN about USING (case_id)
),
met AS (
    SELECT
        municipality_code, case_id, case_title,
        if(decided IS NULL, 'treated', 'decided') AS kind,
        committee AS body, body_key, meeting_date AS day, NULL AS role, decided, effect, NULL::INTEGER AS place,
        item_id, document, origin, document_id, span_start, span_end
    FROM items_of_cases
),
quoted AS (
    SELECT
        items_of_cases.municipality_code, items_of_cases.case_id, items_of_cases.case_title,
        'decided, as told later' AS kind,
        decisions.body, regexp_replace(lower(decisions.body), '[^a-zæøåé]', '', 'g') AS body_key, decisions.decided_on AS day,
        NULL AS role,
        string_agg(one_line(decisions.text), E'\n' ORDER BY decisions.span_start) AS decided,
        string_agg(DISTINCT decisions.effect, ', ' ORDER BY decisions.effect) AS effect,
        NULL::INTEGER AS place,
        items_of_cases.item_id, items_of_cases.document, items_of_cases.origin, items_of_cases.document_id,
        min(decisions.span_start) AS span_start, max(decisions.span_end) AS span_end
    FROM decisions
    SEMI JOIN region USING (municipality_code)
    INNER JOIN items_of_cases USING (item_id)
    WHERE
        decisions.prior
        AND NOT EXISTS (
            SELECT 1 FROM met
            WHERE met.case_id = items_of_cases.case_id AND met.day = decisions.decided_on
            AND met.body_key = regexp_replace(lower(decisions.body), '[^a-zæøåé]', '', 'g')
        )
    GROUP BY ALL
),
told_later AS (
    SELECT * FROM quoted
    QUALIFY row_number() OVER (PARTITION BY case_id, body_key, day ORDER BY item_id) = 1
),
planned AS (
    SELECT
        items_of_cases.municipality_code, items_of_cases.case_id, items_of_cases.case_title,
        'planned' AS kind,
        route_steps.body, regexp_replace(lower(route_steps.body), '[^a-zæøåé]', '', 'g') AS body_key, route_steps.planned_on AS day,
        route_steps.role, NULL::VARCHAR AS decided, NULL::VARCHAR AS effect, route_steps.position AS place,
        items_of_cases.item_id, items_of_cases.document, items_of_cases.origin, items_of_cases.document_id,
        route_steps.span_start, route_steps.span_end
    FROM route_steps
    INNER JOIN items_of_cases USING (item_id)
    WHERE NOT EXISTS (
        SELECT 1 FROM (SELECT case_id, body_key, day FROM met UNION ALL SELECT case_id, body_key, day FROM told_later) AS made
        WHERE
            made.case_id = items_of_cases.case_id
            AND made.body_key = regexp_replace(lower(route_steps.body), '[^a-zæøåé]', '', 'g')
            AND (route_steps.planned_on IS NULL OR made.day IS NULL OR made.day = route_steps.planned_on)
    )
    QUALIFY row_number() OVER (
        PARTITION BY items_of_cases.case_id, regexp_replace(lower(route_steps.body), '[^a-zæøåé]', '', 'g'), route_steps.planned_on
        ORDER BY items_of_cases.meeting_date DESC NULLS LAST, items_of_cases.item_id
    ) = 1
),
steps AS (
    SELECT * FROM met UNION ALL SELECT * FROM told_later UNION ALL SELECT * FROM planned
),
counted AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY case_id ORDER BY day NULLS LAST, place NULLS FIRST, body, item_id) AS step,
        if(kind = 'planned', NULL, day - lag(day) OVER (PARTITION BY case_id, kind = 'planned' ORDER BY day NULLS LAST, body, item_id))
            AS days_since_previous,
        if(kind = 'planned', NULL, day - min(day) OVER (PARTITION BY case_id, kind = 'planned')) AS days_since_first
    FROM steps
)
SELECT
    region.municipality_code,
    region.municipality,
    CASE
        WHEN counted.case_id IS NOT NULL THEN 'case found'
        WHEN searched.meetings IS NULL THEN 'no material'
        ELSE 'none found in ' || searched.meetings || if(searched.meetings = 1, ' meeting', ' meetings')
    END AS status,
    coalesce(searched.meetings, 0) AS meetings_searched,
    counted.case_id,
    counted.case_title,
    counted.step,
    counted.kind,
    counted.body,
    counted.day,
    counted.days_since_previous,
    counted.days_since_first,
    counted.role AS planned_role,
    counted.decided,
    counted.effect,
    counted.item_id,
    counted.document,
    counted.origin,
    counted.document_id,
    counted.span_start,
    counted.span_end
FROM region
LEFT JOIN searched USING (municipality_code)
LEFT JOIN counted USING (municipality_code)
ORDER BY
    counted.case_id IS NULL,
    searched.meetings IS NULL,
    region.municipality,
    min(counted.day) OVER (PARTITION BY counted.case_id) NULLS LAST,
    counted.case_id,
    counted.step;
