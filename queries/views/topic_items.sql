-- The items that whatever is said of a topic rests on: those about it, the others of the same cases, and the other
-- tellings of the grants that they tell of.
--
-- Grain: a row a topic and item of a current document. why: "about", "same case" or "same grant".
CREATE VIEW topic_items AS
WITH about AS (
    SELECT topic, item_id
    FROM item_topics
    SEMI JOIN current_items USING (item_id)
    WHERE role = 'about'
),
local_cases AS (
    SELECT item_id, case_id FROM item_cases WHERE scope = 'municipality'
),
linked AS (
    SELECT grants.item_id, coalesce(grant_links.same_as, grants.grant_id) AS same_as
    FROM grants
    LEFT JOIN grant_links USING (grant_id)
),
reached AS (
    SELECT topic, item_id, 1 AS nearness FROM about
    UNION ALL
    SELECT about.topic, others.item_id, 2
    FROM about
    INNER JOIN local_cases ON local_cases.item_id = about.item_id
    INNER JOIN local_cases AS others ON others.case_id = local_cases.case_id
    UNION ALL
    SELECT about.topic, others.item_id, 3
    FROM about
    INNER JOIN linked ON linked.item_id = about.item_id
    INNER JOIN linked AS others ON others.same_as = linked.same_as
)
SELECT topic, item_id, ['about', 'same case', 'same grant'][min(nearness)] AS why
FROM reached
SEMI JOIN current_items USING (item_id)
GROUP BY topic, item_id;
