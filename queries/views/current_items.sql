-- Items of current documents with their meeting, so that an agenda and its minutes do not count twice.
--
-- Grain: a row an agenda item. Municipality and day are the items' own (they are the meeting's), so that a question for
-- some of them reads only these rows.
CREATE VIEW current_items AS
SELECT
    items.* EXCLUDE (municipality_code, municipality, meeting_date, document_id),
    items.municipality_code,
    items.municipality,
    items.meeting_date,
    current_meetings.* EXCLUDE (municipality_code, municipality, meeting_date, meeting_id, kind),
    current_meetings.kind AS meeting_kind
FROM items
INNER JOIN current_meetings USING (meeting_id);
