-- A row is an actor as met in assertions, by each of its names and with how often.
SELECT
    json_text(mention, 'id') AS id,
    json_text(mention, 'name') AS name,
    json_text(mention, 'country') AS country,
    json_text(mention, 'sector') AS sector,
    sum(assertions) AS assertions
FROM (
    SELECT mention, count(*) AS assertions
    FROM (SELECT unnest(mentions) AS mention FROM assertions)
    GROUP BY mention
)
GROUP BY 1, 2, 3, 4
