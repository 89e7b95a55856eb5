-- Which meetings does the material hold, and out of which files?
--
-- Grain: a row a meeting by its current document.
SELECT
    current_meetings.municipality_code,
    current_meetings.municipality,
    current_meetings.committee,
    current_meetings.meeting_date,
    current_meetings.kind,
    count(items.item_id) AS items,
    current_meetings.source_path,
    current_meetings.origin
FROM current_meetings
LEFT JOIN items USING (meeting_id)
GROUP BY ALL
ORDER BY
    current_meetings.municipality, current_meetings.meeting_date NULLS LAST, current_meetings.committee, current_meetings.source_path;
