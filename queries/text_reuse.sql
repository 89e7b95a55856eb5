-- Which cases of different municipalities share a text, whatever the topic?
--
-- Grain: a row a group and item in it. A group is a set of items of different municipalities each of which shares text
--   with another; the group with the most municipalities comes first, then the longest shared text.
-- common_share: the share of the item's words (the sections that tell the case; not recommendation, decision, route,
--   attachments) that stand in the item of the group that is nearest to it. Wording that a municipality writes in three
--   cases or more does not count. longest_passage quotes the beginning of the longest piece shared with any of them.
-- Found through: item_overlap, which holds every pair that shares 40 words or more; min_share leaves out pairs that
--   share little of the shorter text, such as one paragraph of a law. Only current documents.
-- Not comparable: that a case shares no text says nothing where the other municipality's documents are not at hand.
--
-- overview: group_rank, municipalities, municipality, meeting_date, title, common_share, effect
-- param min_share = 0.3 -- least share of the shorter text that joins two items
-- param topic = null -- only groups with an item about this topic
WITH both_ways AS (
    SELECT item_a AS item_id, item_b AS other_id, shared_share_a AS share, greatest(shared_share_a, shared_share_b) AS shorter
    FROM item_overlap
    UNION ALL
    SELECT item_b, item_a, shared_share_b, greatest(shared_share_a, shared_share_b) FROM item_overlap
),
current_ones AS MATERIALIZED (
    SELECT item_id FROM current_items SEMI JOIN both_ways USING (item_id)
),
edges AS (
    SELECT both_ways.item_id, both_ways.other_id, both_ways.share
    FROM both_ways
    SEMI JOIN current_ones ON current_ones.item_id = both_ways.item_id
    SEMI JOIN current_ones AS others ON others.item_id = both_ways.other_id
    WHERE both_ways.shorter >= $min_share::DOUBLE
),
-- The name of an item's group is the first item that it can be reached from; names only spread to later items.
reached AS (
    WITH RECURSIVE reach AS (
        SELECT DISTINCT item_id AS group_id, item_id FROM edges
        UNION
        SELECT reach.group_id, edges.other_id
        FROM reach
        INNER JOIN edges ON edges.item_id = reach.item_id
        WHERE reach.group_id < edges.other_id
    )
    SELECT item_id, min(group_id) AS group_id FROM reach GROUP BY item_id
),
shares AS (
    SELECT item_id, max(share) AS common_share, count(*) AS shares_with FROM edges GROUP BY item_id
),
passages AS (
    SELECT item_a AS item_id, span_start, characters, beginning FROM shared_passages
    UNION ALL
    SELECT item_b, span_start_b, span_end_b - span_start_b, beginning_b FROM shared_passages
),
longest AS (
    SELECT passages.item_id, arg_max(passages, (passages.characters, -passages.span_start)) AS passage
    FROM passages
    SEMI JOIN reached USING (item_id)
    GROUP BY passages.item_id
),
members AS (
    SELECT reached.group_id, shares.common_share, shares.shares_with, longest.passage, handled.*
    FROM reached
    INNER JOIN item_handling_of((SELECT list(item_id) FROM reached)) AS handled USING (item_id)
    INNER JOIN shares USING (item_id)
    LEFT JOIN longest USING (item_id)
),
topics AS (
    SELECT item_id, string_agg(topic, ', ' ORDER BY topic) AS topics, list(topic) AS topic_list
    FROM item_topics
    SEMI JOIN reached USING (item_id)
    WHERE role = 'about'
    GROUP BY item_id
),
groups AS (
    SELECT
        members.group_id,
        count(DISTINCT members.municipality_code) AS municipalities,
        count(*) AS items,
        max(members.passage.characters) AS longest,
        min(members.meeting_date) AS first_date,
        max(members.meeting_date) AS last_date,
        bool_or(list_contains(topics.topic_list, $topic)) AS on_topic
    FROM members
    LEFT JOIN topics USING (item_id)
    GROUP BY members.group_id
),
ranked AS (
    SELECT *, row_number() OVER (ORDER BY municipalities DESC, longest DESC NULLS LAST, group_id) AS group_rank
    FROM groups
    WHERE $topic IS NULL OR on_topic
)
SELECT
    ranked.group_rank,
    ranked.municipalities,
    ranked.items,
    ranked.first_date,
    ranked.last_date,
    members.municipality_code,
    members.municipality,
    members.committee,
    members.meeting_kind,
    members.meeting_date,
    members.case_number,
    members.number,
    members.title,
    round(members.common_share, 3) AS common_share,
    members.shares_with,
    topics.topics,
    members.decided,
    members.effect,
    members.passage.characters AS longest_characters,
    one_line(members.passage.beginning) || if(members.passage.characters > 300, ' …', '') AS longest_passage,
    members.group_id,
    members.item_id,
    members.document,
    members.origin,
    members.document_id,
    members.span_start,
    members.span_end
FROM ranked
INNER JOIN members USING (group_id)
LEFT JOIN topics USING (item_id)
ORDER BY ranked.group_rank, members.meeting_date NULLS LAST, members.municipality, members.item_id;
