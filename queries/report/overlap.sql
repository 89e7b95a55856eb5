-- Which items about a topic share text with an item about it of another municipality?
--
-- Grain: a row an ordered pair of items: share is of the words of item_id, other_share of those of other_id.
--
-- param topic -- topic, as item_topics names it
WITH both_ways AS (
    SELECT item_a AS item_id, item_b AS other_id, shared_share_a AS share, shared_share_b AS other_share FROM item_overlap
    UNION ALL
    SELECT item_b, item_a, shared_share_b, shared_share_a FROM item_overlap
),
about AS (
    SELECT item_id FROM topic_items WHERE topic = $topic AND why = 'about'
)
SELECT both_ways.item_id, both_ways.other_id, both_ways.share, both_ways.other_share
FROM both_ways
SEMI JOIN about ON about.item_id = both_ways.item_id
SEMI JOIN about AS others ON others.item_id = both_ways.other_id
ORDER BY both_ways.item_id, both_ways.other_id;
