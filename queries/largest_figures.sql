-- Which are the largest amounts that the documents tell of, and of what?
--
-- Grain: a row an amount of money, told first in its item (repeats are left out); the largest of each municipality.
-- Read with care: national totals and long periods are among them; the sentence says which. Sign as in the document.
-- Comparable: nothing by itself. It is a way into the documents.
--
-- overview: municipality, meeting_date, title, raw, value_dkk, subject, sentence
-- param region = null -- only municipalities of this region, such as Region Sjælland
-- param number = 10 -- how many amounts of each municipality
-- param found_in = any -- "prose", "table" or "any"
WITH chosen AS (
    SELECT DISTINCT municipality_code
    FROM region_municipalities
    WHERE $region::VARCHAR IS NULL OR region = $region::VARCHAR
),
amounts AS (
    SELECT
        figures.*,
        current_items.committee,
        current_items.title,
        current_items.source_path AS document,
        row_number() OVER (
            PARTITION BY figures.municipality_code
            ORDER BY abs(figures.value_dkk) DESC, figures.meeting_date, figures.item_id, figures.span_start
        ) AS rank
    FROM figures
    INNER JOIN current_items USING (item_id)
    INNER JOIN chosen ON figures.municipality_code = chosen.municipality_code
    WHERE
        figures.kind = 'money'
        AND figures.value_dkk IS NOT NULL
        AND figures.repeats IS NULL
        AND ($found_in = 'any' OR figures.found_in = $found_in)
)
SELECT
    municipality_code,
    municipality,
    rank,
    meeting_date,
    committee,
    title,
    raw,
    value_dkk,
    coalesce(row_path, row_label, subject) AS subject,
    column_label,
    trim(regexp_replace(sentence, '\s+', ' ', 'g')) AS sentence,
    item_id,
    document,
    document_id,
    span_start,
    span_end
FROM amounts
WHERE rank <= $number::INTEGER
ORDER BY municipality, rank;
