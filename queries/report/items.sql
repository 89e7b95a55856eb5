-- Which items does what is said of a topic rest on, how were they handled, and what are their words?
--
-- Grain: a row an item (view topic_items). line: line of the document's text on which the item begins, from 1.
--
-- param topic -- topic, as item_topics names it
WITH wanted AS (
    SELECT item_id, why FROM topic_items WHERE topic = $topic
),
handled AS (
    SELECT wanted.why, items.*
    FROM item_handling_of((SELECT list(item_id) FROM wanted)) AS items
    INNER JOIN wanted USING (item_id)
),
-- A list is taken for few rows, so that only these texts are read; of a join's rows the planner would expect many.
told_documents AS (
    SELECT unnest(list(DISTINCT document_id)) AS document_id FROM handled
),
told_texts AS MATERIALIZED (
    SELECT texts.document_id, texts.text FROM texts SEMI JOIN told_documents USING (document_id)
)
SELECT
    handled.why,
    handled.municipality_code,
    handled.municipality,
    handled.meeting_date,
    handled.meeting_kind,
    handled.committee,
    handled.item_id,
    handled.number,
    handled.title,
    handled.case_number,
    handled.access,
    handled.recommended,
    handled.decided,
    handled.next_step,
    handled.next_step_basis,
    handled.document,
    handled.origin,
    handled.document_id,
    handled.span_start,
    handled.span_end,
    substring(told_texts.text, handled.span_start + 1, handled.span_end - handled.span_start) AS text,
    1 + length(regexp_replace(substring(told_texts.text, 1, handled.span_start), '[^\n]+', '', 'g')) AS line
FROM handled
INNER JOIN told_texts USING (document_id)
ORDER BY handled.municipality, handled.meeting_date NULLS LAST, handled.item_id;
