-- What was recommended in the items of a topic, point by point?
--
-- Grain: a row a recommended point.
--
-- param topic -- topic, as item_topics names it
SELECT
    recommendations.recommendation_id,
    recommendations.item_id,
    recommendations.text,
    recommendations.span_start,
    recommendations.span_end
FROM topic_items
INNER JOIN recommendations USING (item_id)
WHERE topic_items.topic = $topic
ORDER BY recommendations.item_id, recommendations.span_start, recommendations.recommendation_id;
