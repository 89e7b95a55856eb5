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
current_documents AS (
    SELECT current_meetings.document_id FROM current_meetings SEMI JOIN chosen USING (municipality_code)
),
amounts AS NOT MATERIALIZED (
    SELECT figures.*
    FROM figures
    SEMI JOIN current_documents USING (document_id)
    WHERE
        figures.kind = 'money'
        AND figures.value_dkk IS NOT NULL
        AND figures.repeats IS NULL
        AND ($found_in = 'any' OR figures.found_in = $found_in)
),
-- What is not smaller than the last of the largest is found by a few columns; all columns are read of that alone.
-- (A list is taken for few rows, so that the others are passed over.)
least AS (
    SELECT municipality_code, list_min(max(abs(value_dkk), greatest(1, $number::INTEGER))) AS least_dkk
    FROM amounts
    GROUP BY municipality_code
),
items_of_largest AS (
    SELECT unnest(list(DISTINCT amounts.item_id)) AS item_id
    FROM amounts
    INNER JOIN least ON amounts.municipality_code = least.municipality_code AND abs(amounts.value_dkk) >= least.least_dkk
),
ranked AS (
    SELECT
        amounts.*,
        row_number() OVER (
            PARTITION BY amounts.municipality_code
            ORDER BY abs(amounts.value_dkk) DESC, amounts.meeting_date, amounts.item_id, amounts.span_start
        ) AS rank
    FROM amounts
    SEMI JOIN items_of_largest USING (item_id)
),
largest AS (
    SELECT ranked.*, current_items.committee, current_items.title, current_items.source_path AS document
    FROM ranked
    INNER JOIN current_items USING (item_id)
    WHERE ranked.rank <= $number::INTEGER
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
    one_line(sentence) AS sentence,
    item_id,
    document,
    document_id,
    span_start,
    span_end
FROM largest
ORDER BY municipality, rank;
