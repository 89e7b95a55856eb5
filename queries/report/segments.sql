-- What pieces are the items of a topic made of, and on which pages do they stand?
--
-- Grain: a row a piece, in the document's order.
--
-- param topic -- topic, as item_topics names it
SELECT segments.item_id, segments.kind, segments.section, segments.page, segments.span_start, segments.span_end
FROM topic_items
INNER JOIN segments USING (item_id)
WHERE topic_items.topic = $topic
ORDER BY segments.item_id, segments.span_start;
