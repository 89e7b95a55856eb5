-- Which items only mention a topic?
--
-- Grain: a row an item of a current document.
--
-- param topic -- topic, as item_topics names it
SELECT
    current_items.municipality_code,
    current_items.municipality,
    current_items.committee,
    current_items.meeting_date,
    current_items.number,
    current_items.title
FROM item_topics
INNER JOIN current_items USING (item_id)
WHERE item_topics.topic = $topic AND item_topics.role = 'mentions'
ORDER BY current_items.municipality, current_items.meeting_date NULLS LAST, current_items.item_id;
