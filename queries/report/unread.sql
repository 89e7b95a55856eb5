-- Which files are not in the tables, or not whole?
--
-- Grain: a row a file and problem that is an error; a file without such a problem is one row. Duplicates are left out:
-- their words are in the tables once.
WITH errors AS (
    SELECT DISTINCT document_id, source_path, code
    FROM problems
    WHERE severity = 'error'
)
SELECT
    documents.municipality_code,
    documents.municipality,
    documents.meeting_date,
    documents.source_path,
    documents.status,
    errors.code
FROM documents
LEFT JOIN errors
    ON errors.source_path = documents.source_path AND errors.document_id IS NOT DISTINCT FROM documents.document_id
WHERE documents.status IN ('rejected', 'partial')
ORDER BY documents.source_path, errors.code;
