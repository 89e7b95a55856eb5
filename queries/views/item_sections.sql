-- The sections of every item with their words.
--
-- Grain: a row a piece of a section, in the document's order; a section that a page break parts is two rows.
CREATE VIEW item_sections AS
SELECT
    segments.municipality_code,
    segments.municipality,
    segments.meeting_date,
    segments.item_id,
    segments.document_id,
    segments.segment_id,
    segments.section,
    segments.heading,
    segments.page,
    substring(texts.text, segments.span_start + 1, segments.span_end - segments.span_start) AS text,
    segments.span_start,
    segments.span_end
FROM segments
INNER JOIN texts USING (document_id)
WHERE segments.kind = 'section' AND segments.item_id IS NOT NULL;
