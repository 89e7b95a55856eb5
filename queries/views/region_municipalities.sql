-- Every municipality with the regions that it belongs or belonged to, so that a comparison can list those too that
-- the material says nothing of.
--
-- Grain: a row a municipality and region. Regions change on 1 January 2027; valid_from and valid_to tell when.
CREATE VIEW region_municipalities AS
SELECT
    municipality_code,
    municipality,
    region,
    min(valid_from) AS valid_from,
    CASE WHEN count(valid_to) = count(*) THEN max(valid_to) END AS valid_to,
    max_by(population, coalesce(population_on, DATE '0001-01-01')) AS population
FROM municipalities
GROUP BY municipality_code, municipality, region;
