-- Which items does what is said of a topic rest on, how were they handled, and what are their words?
--
-- Grain: a row an item (view topic_items). line: line of the document's text on which the item begins, from 1.
--
-- param topic -- topic, as item_topics names it
SELECT
    topic_items.why,
    item_handling.municipality_code,
    item_handling.municipality,
    item_handling.meeting_date,
    item_handling.meeting_kind,
    item_handling.committee,
    item_handling.item_id,
    item_handling.number,
    item_handling.title,
    item_handling.case_number,
    item_handling.access,
    item_handling.recommended,
    item_handling.decided,
    item_handling.next_step,
    item_handling.next_step_basis,
    item_handling.document,
    item_handling.origin,
    item_handling.document_id,
    item_handling.span_start,
    item_handling.span_end,
    substring(texts.text, item_handling.span_start + 1, item_handling.span_end - item_handling.span_start) AS text,
    1 + length(regexp_replace(substring(texts.text, 1, item_handling.span_start), '[^\n]+', '', 'g')) AS line
FROM topic_items
INNER JOIN item_handling USING (item_id)
INNER JOIN texts USING (document_id)
WHERE topic_items.topic = $topic
ORDER BY item_handling.municipality, item_handling.meeting_date NULLS LAST, item_handling.item_id;
