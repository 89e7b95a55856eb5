-- Which topics does the material have items about, and from how many municipalities?
--
-- Grain: a row a topic and municipality with an item of a current document about it.
SELECT item_topics.topic, current_items.municipality_code, count(*) AS items
FROM item_topics
INNER JOIN current_items USING (item_id)
WHERE item_topics.role = 'about'
GROUP BY item_topics.topic, current_items.municipality_code
ORDER BY item_topics.topic, current_items.municipality_code;
