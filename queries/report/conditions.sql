-- Which results do the grants demand that the items of a topic tell of, and what do they release?
--
-- Grain: a row a telling of a grant and condition.
--
-- param topic -- topic, as item_topics names it
SELECT
    grant_conditions.grant_id,
    grant_conditions.threshold_pct::DOUBLE AS threshold_pct,
    grant_conditions.releases_pct::DOUBLE AS releases_pct,
    grant_conditions.text,
    grant_conditions.span_start,
    grant_conditions.span_end
FROM topic_items
INNER JOIN grants USING (item_id)
INNER JOIN grant_conditions USING (grant_id)
WHERE topic_items.topic = $topic
ORDER BY grant_conditions.grant_id, grant_conditions.span_start;
