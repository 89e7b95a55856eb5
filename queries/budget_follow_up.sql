-- How far over or under budget does each municipality expect to come, by area, in kroner and per inhabitant?
--
-- Grain: a row a deviation told: a table's cell (area is its row with its groups) or an amount in a sentence, told first.
-- Only overspend_dkk counts (positive is over budget): it is filled where a word or a header defines the sign, because
--   municipalities write an overspend now as plus, now as minus. Amounts without such a word are left out, not guessed.
-- Comparable: overspend_per_inhabitant of like areas at like times (meeting_date: a follow-up in May expects less than one in
--   September). Not comparable: areas that only share a name; sums over rows, because a table holds its own totals.
-- Denominator: the municipality's population; null where no source is at hand.
--
-- overview: municipality, meeting_date, area, column_label, overspend_dkk, overspend_per_inhabitant
-- param region = null -- only municipalities of this region, such as Region Sjælland
-- param since = 1900-01-01 -- first day of the period
-- param until = 2999-12-31 -- last day of the period
-- param found_in = any -- "table" (by area), "prose" (sentences that tell a deviation) or "any"
WITH chosen AS (
    SELECT municipality_code, max(population) AS population
    FROM region_municipalities
    WHERE $region::VARCHAR IS NULL OR region = $region::VARCHAR
    GROUP BY municipality_code
),
deviations AS (
    SELECT
        figures.*,
        chosen.population,
        current_items.committee,
        current_items.title,
        current_items.source_path AS document
    FROM figures
    INNER JOIN current_items USING (item_id)
    INNER JOIN chosen ON figures.municipality_code = chosen.municipality_code
    WHERE
        figures.overspend_dkk IS NOT NULL
        AND (figures.found_in = 'table' OR figures.repeats IS NULL)
        AND ($found_in = 'any' OR figures.found_in = $found_in)
        AND (figures.meeting_date IS NULL OR figures.meeting_date BETWEEN $since::DATE AND $until::DATE)
)
SELECT
    municipality_code,
    municipality,
    meeting_date,
    committee,
    title,
    coalesce(row_path, row_label, subject) AS area,
    column_label,
    year,
    overspend_dkk,
    round(overspend_dkk / population, 2)::DOUBLE AS overspend_per_inhabitant,
    raw,
    one_line(sentence) AS sentence,
    item_id,
    document,
    document_id,
    span_start,
    span_end
FROM deviations
ORDER BY municipality, meeting_date, item_id, span_start;
