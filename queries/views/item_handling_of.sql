-- How the items of a list were handled: what was recommended, what was decided and what that comes to, where the case
-- goes next.
--
-- Grain: a row an item of a current document whose item_id is in the list `chosen`; its other items are left out. Choose
-- first and then ask: item_handling_of((SELECT list(item_id) FROM …)) reads nothing of the items not chosen.
-- Only the meeting's own decisions count, not earlier ones that it quotes.
-- `effect` is what the decision comes to given what was recommended ("Godkendt" to a recommendation to take note is
-- "noted"); compare that, and read `outcome` as the deciding word. An agenda has neither.
-- next_step is where the case goes from here, and next_step_basis who says so: "decided" (the decision sends it on),
-- "planned" (the item announces the bodies behind this one) or "recommended" (the recommendation asks for it). A step
-- announced is not a decision made.
-- Several points are joined in the document's order; equal outcomes are told once.
CREATE MACRO item_handling_of(chosen) AS TABLE
WITH picked AS MATERIALIZED (
    SELECT DISTINCT unnest(chosen) AS item_id
),
recommended AS (
    SELECT
        item_id,
        string_agg(coalesce(point || '. ', '') || trim(regexp_replace(text, '\s+', ' ', 'g')), E'\n' ORDER BY span_start)
            AS recommended,
        string_agg(DISTINCT verb, ', ') AS recommended_verbs,
        list_distinct(flatten(list(onward ORDER BY span_start))) AS onward
    FROM recommendations
    SEMI JOIN picked USING (item_id)
    GROUP BY item_id
),
own_decisions AS (
    SELECT * FROM decisions SEMI JOIN picked USING (item_id) WHERE NOT prior
),
first_told AS (
    SELECT item_id, 'outcome' AS what, outcome AS code, min(span_start) AS place FROM own_decisions GROUP BY item_id, outcome
    UNION ALL
    SELECT item_id, 'effect', effect, min(span_start) FROM own_decisions GROUP BY item_id, effect
),
codes AS (
    SELECT
        item_id,
        string_agg(code, ', ' ORDER BY place) FILTER (WHERE what = 'outcome') AS outcome,
        string_agg(code, ', ' ORDER BY place) FILTER (WHERE what = 'effect') AS effect
    FROM first_told
    GROUP BY item_id
),
decided AS (
    SELECT
        item_id,
        count(*) AS decisions,
        string_agg(coalesce(point || '. ', '') || trim(regexp_replace(text, '\s+', ' ', 'g')), E'\n' ORDER BY span_start)
            AS decided,
        string_agg(DISTINCT trim(regexp_replace(remark, '\s+', ' ', 'g')), E'\n') AS remark,
        list_distinct(flatten(list(against ORDER BY span_start))) AS against,
        list_distinct(flatten(list(referred_to ORDER BY span_start))) AS referred_to
    FROM own_decisions
    GROUP BY item_id
),
own_steps AS (
    SELECT route_steps.item_id, max(route_steps.position) AS position
    FROM route_steps
    SEMI JOIN picked USING (item_id)
    INNER JOIN current_items USING (item_id)
    WHERE lower(route_steps.body) = lower(current_items.committee)
    GROUP BY route_steps.item_id
),
steps AS (
    SELECT
        route_steps.item_id,
        route_steps.position,
        route_steps.body,
        route_steps.body || coalesce(nullif(' (' || route_steps.role || ')', ' (competence)'), '')
            || coalesce(' ' || strftime(route_steps.planned_on, '%Y-%m-%d'), '') AS told,
        route_steps.position > coalesce(own_steps.position, 0)
            AND coalesce(route_steps.planned_on > route_steps.meeting_date, true) AS is_ahead
    FROM route_steps
    SEMI JOIN picked USING (item_id)
    LEFT JOIN own_steps USING (item_id)
),
route AS (
    SELECT
        item_id,
        string_agg(told, ' → ' ORDER BY position) AS route_planned,
        string_agg(told, ' → ' ORDER BY position) FILTER (WHERE is_ahead) AS route_ahead
    FROM steps
    GROUP BY item_id
),
attached AS (
    SELECT
        item_id,
        count(*) AS attachments,
        string_agg(
            CASE WHEN label IS NULL OR starts_with(title, label) THEN title ELSE label || ': ' || title END,
            E'\n' ORDER BY position
        ) AS attachment_titles
    FROM attachments
    SEMI JOIN picked USING (item_id)
    GROUP BY item_id
)
SELECT
    current_items.municipality_code,
    current_items.municipality,
    current_items.meeting_date,
    current_items.meeting_kind,
    current_items.committee,
    current_items.body_kind,
    current_items.item_id,
    current_items.number,
    current_items.title,
    current_items.case_number,
    current_items.case_type,
    current_items.access,
    recommended.recommended,
    recommended.recommended_verbs,
    decided.decided,
    codes.outcome,
    codes.effect,
    decided.remark,
    nullif(array_to_string(decided.against, ', '), '') AS against,
    nullif(array_to_string(decided.referred_to, ', '), '') AS referred_to,
    coalesce(
        nullif(array_to_string(decided.referred_to, ', '), ''),
        route.route_ahead,
        nullif(array_to_string(recommended.onward, ', '), '')
    ) AS next_step,
    CASE
        WHEN len(decided.referred_to) > 0 THEN 'decided'
        WHEN route.route_ahead IS NOT NULL THEN 'planned'
        WHEN len(recommended.onward) > 0 THEN 'recommended'
    END AS next_step_basis,
    route.route_planned,
    coalesce(attached.attachments, 0) AS attachments,
    attached.attachment_titles,
    current_items.span_end - current_items.span_start AS characters,
    current_items.source_path AS document,
    current_items.origin,
    current_items.document_id,
    current_items.span_start,
    current_items.span_end
FROM current_items
SEMI JOIN picked USING (item_id)
LEFT JOIN recommended USING (item_id)
LEFT JOIN decided USING (item_id)
LEFT JOIN codes USING (item_id)
LEFT JOIN route USING (item_id)
LEFT JOIN attached USING (item_id);
