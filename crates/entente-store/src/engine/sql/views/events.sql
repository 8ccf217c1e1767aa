-- A row is an event: who did what to whom, when and where, as one document or row of a dataset says it.
-- Of several actors on a side, `source` and `target` are the first.
SELECT
    id, type, mode, contexts, cameo, quad, intensity,
    sources[1] AS source,
    actor_name(mentions, sources[1]) AS source_name,
    actor_country(mentions, sources[1]) AS source_country,
    actor_sector(mentions, sources[1]) AS source_sector,
    targets[1] AS target,
    actor_name(mentions, targets[1]) AS target_name,
    actor_country(mentions, targets[1]) AS target_country,
    actor_sector(mentions, targets[1]) AS target_sector,
    sources, targets, dyad, date_start, date_end,
    CAST(year AS INT) AS year,
    month_of(month) AS month,
    place, place_country, lat, lon, killed, injured, detained, displaced,
    claimant, polarity, certainty,
    coalesce(title || ', line ' || line, title) AS title,
    publisher, published, document, quote, coder
FROM assertions
WHERE kind = 'event'
