-- Which share of the amount applied for does a document itself say that was awarded?
--
-- Grain: a row a grant and figure. Counted is a percentage "of what was applied for" that lies within five points of the
-- share that the amounts give: the municipality rounds it, and another share in the same sentence is not taken for it.
--
-- param topic -- topic, as item_topics names it
SELECT
    grants.grant_id,
    figures.figure_id,
    figures.item_id,
    figures.value::DOUBLE AS value,
    figures.raw,
    figures.span_start,
    figures.span_end
FROM topic_items
INNER JOIN grants USING (item_id)
INNER JOIN figures ON figures.item_id = grants.item_id
WHERE
    topic_items.topic = $topic
    AND figures.kind = 'percent'
    AND figures.found_in = 'prose'
    AND figures.repeats IS NULL
    AND regexp_matches(figures.sentence, '(%|pct\.|procent)\s+af\s+(det|de)\s+ansøgte')
    AND grants.amount_awarded_dkk < grants.amount_applied_dkk
    AND abs(figures.value - 100 * grants.amount_awarded_dkk / grants.amount_applied_dkk) < 5
ORDER BY grants.grant_id, figures.span_start;
