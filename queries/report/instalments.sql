-- How much of the grants that the items of a topic tell of falls in which year?
--
-- Grain: a row a telling of a grant and year. The amount is in whole øre.
--
-- param topic -- topic, as item_topics names it
SELECT
    grant_instalments.grant_id,
    grant_instalments.year,
    (grant_instalments.amount_dkk * 100)::BIGINT AS amount,
    grant_instalments.span_start,
    grant_instalments.span_end
FROM topic_items
INNER JOIN grants USING (item_id)
INNER JOIN grant_instalments USING (grant_id)
WHERE topic_items.topic = $topic
ORDER BY grant_instalments.grant_id, grant_instalments.year;
