-- What material is there? What "not found" in a comparison can mean.
--
-- Grain: a row a municipality and committee; a municipality of the region without material is one row, and material of
--   municipalities outside the region follows.
-- status: "material" or "no material". A comparison can say nothing of a municipality without material, and nothing of
--   its committees and months that are not listed here.
-- meetings: agenda and minutes of one meeting are one; months: months with at least one meeting; months_between: months
--   from the first to the last meeting, so that the difference of the two shows gaps.
-- rejected: documents that could not be read (the table problems says why); those of unknown origin have no municipality.
--
-- overview: municipality, status, committee, meetings, items, rejected, months, first_date, last_date
-- param region = Region Sjælland -- region of which every municipality is listed
WITH region AS (
    SELECT municipality_code, municipality
    FROM region_municipalities
    WHERE region = $region
),
material AS (
    SELECT
        municipality_code,
        min(municipality) AS municipality,
        committee_key,
        min_by(committee, coalesce(first_date, DATE '9999-12-31')) AS committee,
        CAST(sum(documents) AS BIGINT) AS documents,
        CAST(sum(meetings) AS BIGINT) AS meetings,
        CAST(sum(items) AS BIGINT) AS items,
        CAST(sum(rejected) AS BIGINT) AS rejected,
        count(DISTINCT month) AS months,
        min(first_date) AS first_date,
        max(last_date) AS last_date
    FROM coverage
    GROUP BY municipality_code, committee_key
)
SELECT
    coalesce(region.municipality_code, material.municipality_code) AS municipality_code,
    coalesce(region.municipality, material.municipality) AS municipality,
    if(coalesce(material.meetings, 0) = 0, 'no material', 'material') AS status,
    material.committee,
    coalesce(material.documents, 0) AS documents,
    coalesce(material.meetings, 0) AS meetings,
    coalesce(material.items, 0) AS items,
    coalesce(material.rejected, 0) AS rejected,
    coalesce(material.months, 0) AS months,
    date_diff('month', material.first_date, material.last_date) + 1 AS months_between,
    material.first_date,
    material.last_date
FROM region
FULL JOIN material USING (municipality_code)
ORDER BY
    region.municipality_code IS NULL,
    coalesce(material.meetings, 0) = 0,
    municipality NULLS LAST,
    material.committee NULLS LAST;
