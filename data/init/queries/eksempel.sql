-- Hvor mange sager har hver kommune behandlet om året, og hvor mange af dem er lukkede?
--
-- Et eksempel: skriv dine egne spørgsmål som filer her. Første linje er spørgsmålet, `tvaersnit schema` viser tabellerne.
--
-- param since = null -- kun møder fra og med denne dag (ÅÅÅÅ-MM-DD)
SELECT
    municipality,
    year(meeting_date) AS year,
    count(*) AS items,
    count(*) FILTER (WHERE access = 'closed') AS closed
FROM current_items
WHERE $since IS NULL OR meeting_date >= CAST($since AS DATE)
GROUP BY ALL
ORDER BY ALL
