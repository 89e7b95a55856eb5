-- What was decided in the items of a topic, point by point?
--
-- Grain: a row a decided point of the meeting itself; earlier decisions that an item quotes are left out.
--
-- param topic -- topic, as item_topics names it
SELECT
    decisions.decision_id,
    decisions.item_id,
    decisions.basis,
    decisions.point,
    decisions.outcome,
    decisions.effect,
    decisions.referred_to,
    decisions.text,
    decisions.span_start,
    decisions.span_end
FROM topic_items
INNER JOIN decisions USING (item_id)
WHERE topic_items.topic = $topic AND NOT decisions.prior
ORDER BY decisions.municipality, decisions.meeting_date NULLS LAST, decisions.item_id, decisions.span_start, decisions.decision_id;
