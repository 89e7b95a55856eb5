-- Meetings by their current document: the newest minutes, else the agenda. What comparisons count.
--
-- Grain: a row a meeting held or announced. A file that is there twice (documents.status = 'duplicate') counts once.
CREATE VIEW current_meetings AS
WITH files AS (
    SELECT document_id, min(source_path) AS source_path, min(origin) AS origin
    FROM documents
    WHERE status IN ('ok', 'partial')
    GROUP BY document_id
)
SELECT
    meetings.municipality_code,
    meetings.municipality,
    meetings.meeting_date,
    meetings.meeting_id,
    meetings.document_id,
    meetings.committee,
    meetings.committee_key,
    meetings.body_kind,
    meetings.kind,
    files.source_path,
    files.origin
FROM meetings
INNER JOIN meeting_versions USING (meeting_id)
LEFT JOIN files ON files.document_id = meetings.document_id
WHERE meeting_versions.current;
