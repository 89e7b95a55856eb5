-- How did each municipality of the region handle cases on a topic or a word of your own?
--
-- Grain: a row a municipality of the region and case found; a municipality without one is one row.
-- word: any words (found anywhere in title or text, in upper or lower case, also across a line break; a part of a word
--   is enough, so that "rammeaftale" finds "rammeaftalens") or the name of a topic in item_topics.
-- found_in: "title", "topic" (item_topics says that the case is about it), "text" (it is only mentioned, and
--   found_words quotes the first place). A case that only mentions the word is seldom a case on it: its status is
--   "only mentioned", and it is no case found.
-- status: else as in rammeaftale.sql. Only current documents. An agenda announces a case and decides nothing.
-- Comparable: effect, committee, days between. Not comparable without reading: characters, outcome.
--
-- overview: municipality, status, committee, meeting_date, title, decided, effect
-- param word -- words to look for, or a topic's name
-- param region = Region Sjælland -- region whose municipalities are listed
-- param since = 1900-01-01 -- first day of the period
-- param until = 2999-12-31 -- last day of the period
WITH region AS (
    SELECT municipality_code, municipality
    FROM region_municipalities
    WHERE region = $region
),
searched AS (
    SELECT municipality_code, count(*) AS meetings
    FROM current_meetings
    WHERE meeting_date IS NULL OR meeting_date BETWEEN $since::DATE AND $until::DATE
    GROUP BY municipality_code
),
in_reach AS (
    SELECT item_id, document_id, municipality_code, title, span_start, span_end
    FROM current_items
    SEMI JOIN region USING (municipality_code)
    WHERE meeting_date IS NULL OR meeting_date BETWEEN $since::DATE AND $until::DATE
),
documents_with_word AS (
    SELECT document_id, text
    FROM texts
    SEMI JOIN region USING (municipality_code)
    WHERE
        (meeting_date IS NULL OR meeting_date BETWEEN $since::DATE AND $until::DATE)
        AND regexp_matches(text, as_pattern($word), 'i')
),
item_texts AS (
    SELECT
        in_reach.item_id,
        substring(documents_with_word.text, in_reach.span_start + 1, in_reach.span_end - in_reach.span_start) AS text
    FROM in_reach
    INNER JOIN documents_with_word USING (document_id)
),
first_places AS (
    SELECT item_id, text, strpos(text, regexp_extract(text, as_pattern($word), 0, 'i')) AS place
    FROM item_texts
    WHERE regexp_matches(text, as_pattern($word), 'i')
),
in_text AS (
    SELECT
        item_id,
        trim(regexp_extract(
            substring(text, greatest(1, place - 60)), '[^\n]{0,60}' || as_pattern($word) || '[^\n]{0,60}', 0, 'i'
        )) AS found_words
    FROM first_places
),
by_topic AS (
    SELECT item_id, role, reason
    FROM item_topics
    WHERE topic = lower(trim($word))
),
found AS (
    SELECT
        in_reach.item_id,
        CASE
            WHEN regexp_matches(in_reach.title, as_pattern($word), 'i') THEN 'title'
            WHEN by_topic.role = 'about' THEN 'topic'
            WHEN in_text.item_id IS NOT NULL OR by_topic.item_id IS NOT NULL THEN 'text'
        END AS found_in,
        in_text.found_words,
        by_topic.reason
    FROM in_reach
    LEFT JOIN by_topic USING (item_id)
    LEFT JOIN in_text USING (item_id)
    WHERE found_in IS NOT NULL
),
cases AS (
    SELECT handled.*, found.found_in, found.found_words, found.reason
    FROM item_handling_of((SELECT list(item_id) FROM found)) AS handled
    INNER JOIN found USING (item_id)
)
SELECT
    region.municipality_code,
    region.municipality,
    CASE
        WHEN cases.found_in = 'text' THEN 'only mentioned'
        WHEN cases.item_id IS NOT NULL THEN 'case found'
        WHEN searched.meetings IS NULL THEN 'no material'
        ELSE 'none found in ' || searched.meetings || if(searched.meetings = 1, ' meeting', ' meetings')
    END AS status,
    coalesce(searched.meetings, 0) AS meetings_searched,
    cases.found_in,
    cases.found_words,
    cases.reason AS topic_reason,
    cases.committee,
    cases.meeting_kind,
    cases.meeting_date,
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
    cases.item_id,
    cases.document,
    cases.origin,
    cases.document_id,
    cases.span_start,
    cases.span_end
FROM region
LEFT JOIN searched USING (municipality_code)
LEFT JOIN cases USING (municipality_code)
ORDER BY
    cases.item_id IS NULL,
    searched.meetings IS NULL,
    region.municipality,
    array_position(['title', 'topic', 'text'], cases.found_in),
    cases.meeting_date,
    cases.item_id;
