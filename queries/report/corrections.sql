-- Which values did a user put right?
--
-- Grain: a row a value.
SELECT
    corrections.municipality_code,
    corrections.municipality,
    corrections.table_name,
    corrections.row_id,
    corrections.field,
    corrections.old_value,
    corrections.new_value,
    corrections.who,
    corrections.why
FROM corrections
ORDER BY corrections.municipality, corrections.table_name, corrections.row_id, corrections.field;
