-- Which words state each field of the grants that the items of a topic tell of?
--
-- Grain: a row a field and place.
--
-- param topic -- topic, as item_topics names it
SELECT grant_evidence.grant_id, grant_evidence.field, grant_evidence.span_start, grant_evidence.span_end
FROM topic_items
INNER JOIN grants USING (item_id)
INNER JOIN grant_evidence USING (grant_id)
WHERE topic_items.topic = $topic
ORDER BY grant_evidence.grant_id, grant_evidence.field, grant_evidence.span_start;
