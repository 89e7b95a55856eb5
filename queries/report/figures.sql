-- Which figures do the items about a topic tell of?
--
-- Grain: a row a figure of an item about the topic, told first: repeats in prose are left out. Amounts in whole øre.
--
-- param topic -- topic, as item_topics names it
SELECT
    figures.figure_id,
    figures.item_id,
    figures.municipality_code,
    figures.kind,
    figures.raw,
    figures.value::DOUBLE AS value,
    figures.unit,
    figures.per,
    (figures.value_dkk * 100)::BIGINT AS amount,
    (figures.value_max_dkk * 100)::BIGINT AS amount_max,
    (figures.overspend_dkk * 100)::BIGINT AS overspend,
    figures.basis,
    figures.qualifier,
    figures.direction,
    coalesce(figures.period, figures.year::VARCHAR) AS period,
    figures.price_level,
    figures.subject,
    coalesce(figures.row_path, figures.row_label) AS row_label,
    figures.column_label,
    trim(regexp_replace(figures.sentence, '\s+', ' ', 'g')) AS sentence,
    figures.span_start,
    figures.span_end
FROM topic_items
INNER JOIN figures USING (item_id)
WHERE topic_items.topic = $topic AND topic_items.why = 'about' AND (figures.found_in = 'table' OR figures.repeats IS NULL)
ORDER BY figures.municipality, figures.meeting_date NULLS LAST, figures.item_id, figures.span_start, figures.figure_id;
