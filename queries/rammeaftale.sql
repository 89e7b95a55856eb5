-- How did each municipality of the region handle the status case on the framework agreement (rammeaftalen) 2025-26?
--
-- Grain: a row a municipality of the region and case found; a municipality without the case is one row.
-- status: "case found"; "none found in N meetings" (N of the municipality's meetings in the period are in the material,
--   and none has an item about the topic); "no material" (none of its meetings in the period is in the material, so
--   nothing can be said).
-- Found through: item_topics, role "about" (data/topics.toml says which words make the topic). Only current documents.
-- The text: compared with the same case's text in the other municipalities of the answer, word by word (item_overlap,
--   item_differences); where a municipality treats it in several bodies, with its longest telling. common_share is the
--   share of its words (the sections that tell the case) that stand in the nearest of the others, too. added is what
--   none of the others has; left_out what at least two others have and this one has not, with who has it. Both name
--   three words in a row or more, with ' […] ' between places. Null: nothing to compare with.
-- Attachments are matched by title, though numbered and spelled differently: attachments_in_common of attachments;
--   attachments_left_out are those that at least two others have.
-- Comparable: effect, committee, days, common_share. Not comparable without reading: characters (municipalities write the same case
--   shorter or longer, and the count holds headings and lists of attachments) and outcome ("Anbefales" and "Til
--   efterretning" may come to the same: see effect). An agenda announces the case and decides nothing.
-- recommended and decided are the document's own words; document, span_start and span_end (code points of texts.text)
--   tell where the item stands.
--
-- overview: municipality, status, committee, meeting_date, decided, effect, next_step, common_share
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
    WHERE
        topic = $topic
        AND role = 'about'
        AND (meeting_date IS NULL OR meeting_date BETWEEN $noted_on::DATE AND $until::DATE)
),
cases AS (
    SELECT handled.*, about.reason
    FROM item_handling_of((SELECT list(item_id) FROM about)) AS handled
    INNER JOIN about USING (item_id)
),
both_ways AS (
    SELECT item_a AS item_id, item_b AS other_id, shared_share_a AS share, shared_share_b AS other_share FROM item_overlap
    UNION ALL
    SELECT item_b, item_a, shared_share_b, shared_share_a FROM item_overlap
),
shares AS (
    SELECT both_ways.item_id, max(both_ways.share) AS common_share
    FROM both_ways
    SEMI JOIN cases ON cases.item_id = both_ways.item_id
    SEMI JOIN cases AS others ON others.item_id = both_ways.other_id
    GROUP BY both_ways.item_id
),
tellings AS (
    SELECT municipality_code, arg_min(item_id, (-characters, item_id)) AS item_id
    FROM cases
    SEMI JOIN region USING (municipality_code)
    GROUP BY municipality_code
),
-- Pairs of tellings of which one holds half of the other: only those are laid side by side.
pairs AS (
    SELECT both_ways.item_id, both_ways.other_id
    FROM both_ways
    SEMI JOIN tellings ON tellings.item_id = both_ways.item_id
    SEMI JOIN tellings AS others ON others.item_id = both_ways.other_id
    WHERE greatest(both_ways.share, both_ways.other_share) >= 0.5
),
others AS (
    SELECT item_id, count(*) AS others FROM pairs GROUP BY item_id
),
lacking AS (
    SELECT pairs.item_id, pairs.other_id, item_differences.span_start, item_differences.span_end
    FROM pairs
    INNER JOIN item_differences ON item_differences.item_id = pairs.item_id AND item_differences.other_item_id = pairs.other_id
),
cuts AS (
    SELECT DISTINCT item_id, unnest([span_start, span_end]) AS place FROM lacking
),
parts AS (
    SELECT item_id, place AS part_start, lead(place) OVER (PARTITION BY item_id ORDER BY place) AS part_end FROM cuts
),
-- Each part of a text with who lacks it and who has it besides.
held AS (
    SELECT
        parts.item_id,
        parts.part_start,
        parts.part_end,
        list_sort(list(lacking.other_id)) AS lacked_by
    FROM parts
    INNER JOIN lacking
        ON lacking.item_id = parts.item_id AND lacking.span_start <= parts.part_start AND lacking.span_end >= parts.part_end
    GROUP BY ALL
),
holders AS (
    SELECT held.*, others.others, list_sort(list(pairs.other_id) FILTER (WHERE NOT list_contains(held.lacked_by, pairs.other_id))) AS holders
    FROM held
    INNER JOIN others USING (item_id)
    INNER JOIN pairs USING (item_id)
    GROUP BY ALL
),
findings AS (
    SELECT item_id AS of_item, 'added' AS what, item_id AS told_by, part_start, part_end, NULL::VARCHAR[] AS holders
    FROM holders
    WHERE len(lacked_by) = others
    UNION ALL
    -- Told by the first of those who have it, so that it is told once.
    SELECT unnest(lacked_by), 'left_out', item_id, part_start, part_end, list_prepend(item_id, holders)
    FROM holders
    WHERE len(lacked_by) < others AND item_id < holders[1]
),
borders AS (
    SELECT *, part_start IS DISTINCT FROM lag(part_end) OVER (PARTITION BY of_item, what, told_by, holders ORDER BY part_start) AS is_first
    FROM findings
),
islands AS (
    SELECT *, count_if(is_first) OVER (PARTITION BY of_item, what, told_by, holders ORDER BY part_start) AS island FROM borders
),
stretches AS (
    SELECT of_item, what, told_by, holders, min(part_start) AS place, max(part_end) AS place_end
    FROM islands
    GROUP BY of_item, what, told_by, holders, island
),
-- A list is taken for few rows, so that only these texts are read; of a join's rows the planner would expect many.
told_documents AS (
    SELECT unnest(list(DISTINCT cases.document_id)) AS document_id
    FROM cases
    SEMI JOIN stretches ON stretches.told_by = cases.item_id
),
told_texts AS MATERIALIZED (
    SELECT texts.document_id, texts.text FROM texts SEMI JOIN told_documents USING (document_id)
),
quoted AS (
    SELECT
        stretches.*,
        one_line(substring(told_texts.text, stretches.place + 1, stretches.place_end - stretches.place)) AS words
    FROM stretches
    INNER JOIN cases ON cases.item_id = stretches.told_by
    INNER JOIN told_texts USING (document_id)
),
holding AS (
    SELECT held_by.holders, string_agg(DISTINCT cases.municipality, ', ' ORDER BY cases.municipality) AS municipalities
    FROM (SELECT DISTINCT holders, unnest(holders) AS item_id FROM stretches) AS held_by
    INNER JOIN cases USING (item_id)
    GROUP BY held_by.holders
),
worded AS (
    SELECT
        quoted.of_item,
        quoted.what,
        quoted.told_by,
        quoted.place,
        quoted.words || coalesce(' (' || holding.municipalities || ')', '') AS words
    FROM quoted
    LEFT JOIN holding USING (holders)
    WHERE len(string_split(quoted.words, ' ')) >= 3
),
compared AS (
    SELECT
        tellings.municipality_code,
        string_agg(worded.words, ' […] ' ORDER BY worded.told_by, worded.place) FILTER (WHERE worded.what = 'added') AS added,
        string_agg(worded.words, ' […] ' ORDER BY worded.told_by, worded.place) FILTER (WHERE worded.what = 'left_out') AS left_out
    FROM tellings
    INNER JOIN worded ON worded.of_item = tellings.item_id
    GROUP BY tellings.municipality_code
),
titles AS (
    SELECT
        tellings.municipality_code,
        attachments.attachment_id,
        attachments.title,
        regexp_replace(regexp_replace(lower(attachments.title), '\.(pdf|docx?|xlsx?|pptx?)$|^bilag\s*\d*', '', 'g'), '[^a-zæøåé0-9]+', '', 'g') AS letters
    FROM tellings
    INNER JOIN attachments USING (item_id, municipality_code)
),
-- Titles that say the same: one begins with the other, or they differ by slips and forms of words.
matches AS (
    SELECT one.municipality_code, one.attachment_id, other.municipality_code AS other_code, other.attachment_id AS other_attachment
    FROM titles AS one
    INNER JOIN titles AS other
        ON one.municipality_code <> other.municipality_code
        AND (
            (least(len(one.letters), len(other.letters)) >= 12 AND (starts_with(one.letters, other.letters) OR starts_with(other.letters, one.letters)))
            OR jaro_winkler_similarity(one.letters, other.letters) > 0.94
        )
),
in_common AS (
    SELECT municipality_code, count(DISTINCT attachment_id) AS attachments_in_common FROM matches GROUP BY municipality_code
),
-- What two others have under one title and this one has not; told in the words of the first of them.
attachments_missing AS (
    SELECT region.municipality_code, string_agg(DISTINCT titles.title, E'\n' ORDER BY titles.title) AS attachments_left_out
    FROM region
    SEMI JOIN tellings USING (municipality_code)
    INNER JOIN titles ON titles.municipality_code <> region.municipality_code
    WHERE
        EXISTS (SELECT 1 FROM matches WHERE matches.attachment_id = titles.attachment_id AND matches.other_code > titles.municipality_code)
        AND NOT EXISTS (
            SELECT 1 FROM matches
            WHERE matches.attachment_id = titles.attachment_id
            AND (matches.other_code = region.municipality_code OR matches.other_code < titles.municipality_code)
        )
    GROUP BY region.municipality_code
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
    round(shares.common_share, 3) AS common_share,
    if(others.others IS NULL, NULL, coalesce(compared.added, '')) AS added,
    if(others.others IS NULL, NULL, coalesce(compared.left_out, '')) AS left_out,
    cases.attachments,
    if(cases.item_id IS NULL, NULL, coalesce(in_common.attachments_in_common, 0)) AS attachments_in_common,
    attachments_missing.attachments_left_out,
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
LEFT JOIN shares ON shares.item_id = cases.item_id
LEFT JOIN tellings ON tellings.municipality_code = region.municipality_code
LEFT JOIN others ON others.item_id = tellings.item_id
LEFT JOIN compared ON compared.municipality_code = region.municipality_code
LEFT JOIN in_common ON in_common.municipality_code = region.municipality_code
LEFT JOIN attachments_missing ON attachments_missing.municipality_code = region.municipality_code
ORDER BY cases.item_id IS NULL, searched.meetings IS NULL, region.municipality, cases.meeting_date, cases.item_id;
