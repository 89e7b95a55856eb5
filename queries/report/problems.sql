-- What was uncertain in reading, or said oddly by the documents, in which municipality's documents and how often?
--
-- Grain: a row a municipality and code.
SELECT municipality_code, municipality, severity, code, count(*) AS times, count(DISTINCT document_id) AS documents
FROM problems
WHERE document_id IS NOT NULL
GROUP BY municipality_code, municipality, severity, code
ORDER BY
    municipality NULLS LAST, list_position(['error', 'warning', 'note'], severity), code;
