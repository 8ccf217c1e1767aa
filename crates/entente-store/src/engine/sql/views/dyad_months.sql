-- A row counts what one state did to another in a month, by quad class: events said to have happened,
-- and statements of datasets that code them. Everybody counts for the country that they are of.
-- A month without a row is zero only where `coverage` says that it is covered.
SELECT
    split_part(pair, '>', 1) AS source,
    split_part(pair, '>', 2) AS target,
    month_of(month) AS month,
    quad,
    sum(events) AS events,
    sum(intensity) / sum(events) AS mean_intensity
FROM (
    SELECT unnest(string_to_array(btrim(dyads, '|'), '|')) AS pair, month, quad, events, intensity
    FROM (
        SELECT dyads, month, quad, count(*) AS events, sum(intensity) AS intensity
        FROM assertions
        WHERE counted AND month IS NOT NULL
        GROUP BY dyads, month, quad
        UNION ALL
        SELECT dyads, month, quad, count(*) AS events, sum(intensity) AS intensity
        FROM rows
        WHERE "table" = 'statement' AND dyads <> '' AND month IS NOT NULL
        GROUP BY dyads, month, quad
    )
)
GROUP BY 1, 2, 3, 4
