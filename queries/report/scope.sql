-- Which municipalities are there, in which regions, and how many of their meetings does the material hold?
--
-- Grain: a row a municipality and region that it belongs or belonged to.
WITH held AS (
    SELECT
        municipality_code,
        count(*) AS meetings,
        min(meeting_date) AS first_date,
        max(meeting_date) AS last_date
    FROM current_meetings
    GROUP BY municipality_code
),
counted AS (
    SELECT municipality_code, max(population_on) AS population_on, min(source) AS source
    FROM municipalities
    WHERE population IS NOT NULL
    GROUP BY municipality_code
)
SELECT
    region_municipalities.municipality_code,
    region_municipalities.municipality,
    region_municipalities.region,
    region_municipalities.population,
    counted.population_on,
    counted.source AS population_source,
    coalesce(held.meetings, 0) AS meetings,
    held.first_date,
    held.last_date
FROM region_municipalities
LEFT JOIN held USING (municipality_code)
LEFT JOIN counted USING (municipality_code)
ORDER BY region_municipalities.municipality, region_municipalities.region;
