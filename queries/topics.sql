-- Which topics did each municipality of the region treat, in how many cases, and what was decided?
--
-- Grain: a row a municipality of the region and topic; a municipality without an item about any topic is one row.
-- status: "topic treated"; "none found in N meetings" (N meetings of the period are in the material, and no item of them
--   is about the topic or topics); "no material" (nothing can be said).
-- items: items about the topic (item_topics, role "about"); cases: the same, a case through several bodies counted once;
--   mentions: items that only mention it. An item can be about several topics, so topics cannot be added up.
-- decisions: decided points of these items, with effects telling what they come to and how often.
-- external_grants_dkk: money from outside the municipality awarded in these items, each grant once however often it is
--   told; null where none is told. It is no measure of what the topic costs.
-- Not comparable without coverage: a municipality with more meetings in the material has more items; see meetings.
--
-- overview: municipality, status, topic, items, cases, decisions, effects, external_grants_dkk
-- param region = Region Sjælland -- region whose municipalities are listed
-- param topic = null -- only this topic
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
local_cases AS (
    SELECT item_id, case_id
    FROM item_cases
    SEMI JOIN region USING (municipality_code)
    WHERE scope = 'municipality'
),
own_decisions AS (
    SELECT item_id, effect
    FROM decisions
    SEMI JOIN region USING (municipality_code)
    WHERE NOT prior
),
found AS (
    SELECT
        current_items.municipality_code,
        current_items.item_id,
        current_items.meeting_date,
        item_topics.topic,
        item_topics.role,
        coalesce(local_cases.case_id, current_items.item_id) AS case_id
    FROM item_topics
    SEMI JOIN region USING (municipality_code)
    INNER JOIN current_items USING (item_id)
    LEFT JOIN local_cases USING (item_id)
    WHERE
        ($topic IS NULL OR item_topics.topic = lower(trim($topic)))
        AND (current_items.meeting_date IS NULL OR current_items.meeting_date BETWEEN $since::DATE AND $until::DATE)
),
topics AS (
    SELECT
        municipality_code,
        topic,
        count(*) FILTER (WHERE role = 'about') AS items,
        count(DISTINCT case_id) FILTER (WHERE role = 'about') AS cases,
        count(*) FILTER (WHERE role = 'mentions') AS mentions,
        min(meeting_date) FILTER (WHERE role = 'about') AS first_date,
        max(meeting_date) FILTER (WHERE role = 'about') AS last_date
    FROM found
    GROUP BY municipality_code, topic
    HAVING count(*) FILTER (WHERE role = 'about') > 0
),
effects AS (
    SELECT found.municipality_code, found.topic, own_decisions.effect, count(*) AS decisions
    FROM found
    INNER JOIN own_decisions USING (item_id)
    WHERE found.role = 'about'
    GROUP BY found.municipality_code, found.topic, own_decisions.effect
),
decided AS (
    SELECT
        municipality_code,
        topic,
        sum(decisions)::BIGINT AS decisions,
        string_agg(effect || ' ' || decisions, ', ' ORDER BY decisions DESC, effect) AS effects
    FROM effects
    GROUP BY municipality_code, topic
),
-- Each grant once: by its first telling, wherever that stands.
granted AS (
    SELECT DISTINCT
        found.municipality_code,
        found.topic,
        coalesce(grant_links.same_as, grants.grant_id) AS grant_id,
        first_value(grants.amount_awarded_dkk) OVER (
            PARTITION BY found.topic, coalesce(grant_links.same_as, grants.grant_id)
            ORDER BY grants.amount_awarded_dkk IS NULL, found.meeting_date, grants.grant_id
        ) AS awarded_dkk
    FROM found
    INNER JOIN grants USING (item_id)
    LEFT JOIN grant_links ON grant_links.grant_id = grants.grant_id
    WHERE found.role = 'about' AND grants.kind = 'external_grant'
),
kroner AS (
    SELECT municipality_code, topic, sum(awarded_dkk) AS external_grants_dkk
    FROM granted
    GROUP BY municipality_code, topic
)
SELECT
    region.municipality_code,
    region.municipality,
    CASE
        WHEN topics.topic IS NOT NULL THEN 'topic treated'
        WHEN searched.meetings IS NULL THEN 'no material'
        ELSE 'none found in ' || searched.meetings || if(searched.meetings = 1, ' meeting', ' meetings')
    END AS status,
    coalesce(searched.meetings, 0) AS meetings,
    topics.topic,
    coalesce(topics.items, 0) AS items,
    coalesce(topics.cases, 0) AS cases,
    coalesce(topics.mentions, 0) AS mentions,
    coalesce(decided.decisions, 0) AS decisions,
    decided.effects,
    kroner.external_grants_dkk,
    topics.first_date,
    topics.last_date
FROM region
LEFT JOIN searched USING (municipality_code)
LEFT JOIN topics USING (municipality_code)
LEFT JOIN decided ON decided.municipality_code = topics.municipality_code AND decided.topic = topics.topic
LEFT JOIN kroner ON kroner.municipality_code = topics.municipality_code AND kroner.topic = topics.topic
ORDER BY topics.topic IS NULL, searched.meetings IS NULL, region.municipality, topics.items DESC, topics.topic;
