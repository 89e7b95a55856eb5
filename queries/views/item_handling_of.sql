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
WITH wanted AS (
    SELECT DISTINCT unnest(chosen) AS item_id
),
picked AS MATERIALIZED (
    SELECT current_items.* FROM current_items SEMI JOIN wanted USING (item_id)
),
recommended AS (
    SELECT
        item_id,
        string_agg(coalesce(point || '. ', '') || one_line(text), E'\n' ORDER BY span_start) AS recommended,
        array_to_string(told_once(list(verb ORDER BY span_start) FILTER (WHERE verb IS NOT NULL)), ', ')
            AS recommended_verbs,
        told_once(flatten(list(onward ORDER BY span_start))) AS onward
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
        string_agg(coalesce(point || '. ', '') || one_line(text), E'\n' ORDER BY span_start) AS decided,
        array_to_string(told_once(list(one_line(remark) ORDER BY span_start) FILTER (WHERE remark IS NOT NULL)), E'\n')
            AS remark,
        told_once(flatten(list(against ORDER BY span_start))) AS against,
        told_once(flatten(list(referred_to ORDER BY span_start))) AS referred_to
    FROM own_decisions
    GROUP BY item_id
),
picked_steps AS MATERIALIZED (
    SELECT item_id, position, body, role, planned_on, meeting_date
    FROM route_steps
    SEMI JOIN picked USING (item_id)
),
own_steps AS (
    SELECT picked_steps.item_id, max(picked_steps.position) AS position
    FROM picked_steps
    INNER JOIN picked USING (item_id)
    WHERE lower(picked_steps.body) = lower(picked.committee)
    GROUP BY picked_steps.item_id
),
steps AS (
    SELECT
        picked_steps.item_id,
        picked_steps.position,
        picked_steps.body,
        picked_steps.body || coalesce(nullif(' (' || picked_steps.role || ')', ' (competence)'), '')
            || coalesce(' ' || strftime(picked_steps.planned_on, '%Y-%m-%d'), '') AS told,
        picked_steps.position > coalesce(own_steps.position, 0)
            AND coalesce(picked_steps.planned_on > picked_steps.meeting_date, true) AS is_ahead
    FROM picked_steps
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
    picked.municipality_code,
    picked.municipality,
    picked.meeting_date,
    picked.meeting_kind,
    picked.committee,
    picked.body_kind,
    picked.item_id,
    picked.number,
    picked.title,
    picked.case_number,
    picked.case_type,
    picked.access,
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
    picked.span_end - picked.span_start AS characters,
    picked.source_path AS document,
    picked.origin,
    picked.document_id,
    picked.span_start,
    picked.span_end
FROM picked
LEFT JOIN recommended USING (item_id)
LEFT JOIN decided USING (item_id)
LEFT JOIN codes USING (item_id)
LEFT JOIN route USING (item_id)
LEFT JOIN attached USING (item_id);
