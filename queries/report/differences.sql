-- Which words of an item about a topic has another item about it, of another municipality, not?
--
-- Grain: a row a stretch of item_id that other_id lacks.
--
-- param topic -- topic, as item_topics names it
WITH about AS (
    SELECT item_id FROM topic_items WHERE topic = $topic AND why = 'about'
)
SELECT item_differences.item_id, item_differences.other_item_id AS other_id, item_differences.span_start, item_differences.span_end
FROM item_differences
SEMI JOIN about ON about.item_id = item_differences.item_id
SEMI JOIN about AS others ON others.item_id = item_differences.other_item_id
ORDER BY item_differences.item_id, item_differences.span_start, item_differences.other_item_id;
