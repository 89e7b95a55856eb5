-- How did each municipality of the region handle the status case on the framework agreement (rammeaftalen) 2025-26?
--
-- Grain: a row a municipality of the region and case found; a municipality without the case is one row.
-- status: "case found"; "none found in N meetings" (N of the municipality's meetings in the period are in the material,
--   and none has an item about the topic); "no material" (none of its meetings in the period is in the material, so
--   nothing can be said).
-- Found through: item_topics, role "about" (data/topics.toml says which words make the topic). Only current documents.
-- Comparable: effect, committee, days. Not comparable without reading: characters (municipalities write the same case
--   shorter or longer, and the count holds headings and lists of attachments) and outcome ("Anbefales" and "Til
--   efterretning" may come to the same: see effect). An agenda announces the case and decides nothing.
-- recommended and decided are the document's own words; document, span_start and span_end (code points of texts.text)
--   tell where the item stands.
--
-- overview: municipality, status, committee, meeting_date, days_since_noted, decided, effect, next_step
-- param region = Region Sjælland -- region whose municipalities are listed
-- param topic = rammeaftale_status -- topic of the case, as item_topics names it
-- param noted_on = 2025-06-18 -- day on which KKR Sjælland took note of the case; earlier meetings are left out
-- param until = 2025-12-31 -- last day of the period; next year's status is another case
WITH region AS (
    SELECT municipality_code, municipality
    FROM region_municipalities
    WHERE region = $region
),
searched AS (
    SELECT municipality_code, count(*) AS meetings
    FROM current_meetings
    WHERE meeting_date IS NULL OR meeting_date BETWEEN $noted_on::DATE AND $until::DATE
    GROUP BY municipality_code
),
about AS (
    SELECT item_id, reason
    FROM item_topics
    WHERE topic = $topic AND role = 'about'
),
cases AS (
    SELECT item_handling.*, about.reason
    FROM item_handling
    INNER JOIN about USING (item_id)
    WHERE meeting_date IS NULL OR meeting_date BETWEEN $noted_on::DATE AND $until::DATE
)
SELECT
    region.municipality_code,
    region.municipality,
    CASE
        WHEN cases.item_id IS NOT NULL THEN 'case found'
        WHEN searched.meetings IS NULL THEN 'no material'
        ELSE 'none found in ' || searched.meetings || if(searched.meetings = 1, ' meeting', ' meetings')
    END AS status,
    coalesce(searched.meetings, 0) AS meetings_searched,
    cases.committee,
    cases.meeting_kind,
    cases.meeting_date,
    date_diff('day', $noted_on::DATE, cases.meeting_date) AS days_since_noted,
    cases.case_number,
    cases.number,
    cases.title,
    cases.recommended,
    cases.decided,
    cases.outcome,
    cases.effect,
    cases.remark,
    cases.against,
    cases.referred_to,
    cases.next_step,
    cases.next_step_basis,
    cases.route_planned,
    cases.attachments,
    cases.attachment_titles,
    cases.characters,
    cases.reason AS found_because,
    cases.item_id,
    cases.document,
    cases.origin,
    cases.document_id,
    cases.span_start,
    cases.span_end
FROM region
LEFT JOIN searched USING (municipality_code)
LEFT JOIN cases USING (municipality_code)
ORDER BY cases.item_id IS NULL, searched.meetings IS NULL, region.municipality, cases.meeting_date, cases.item_id;
