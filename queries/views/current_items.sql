-- Items of current documents with their meeting, so that an agenda and its minutes do not count twice.
--
-- Grain: a row an agenda item.
CREATE VIEW current_items AS
SELECT
    items.* EXCLUDE (municipality_code, municipality, meeting_date, document_id),
    current_meetings.* EXCLUDE (meeting_id, kind),
    current_meetings.kind AS meeting_kind
FROM items
INNER JOIN current_meetings USING (meeting_id);
