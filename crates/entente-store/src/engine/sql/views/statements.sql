-- A row is a statement of a coded dataset: CAMEO's root 01, to which no PLOVER type answers.
-- Of several actors on a side, `source` and `target` are the first.
SELECT
    id, dataset,
    json_text(source, 'id') AS source,
    json_text(source, 'name') AS source_name,
    json_text(source, 'country') AS source_country,
    json_text(source, 'sector') AS source_sector,
    json_text(target, 'id') AS target,
    json_text(target, 'name') AS target_name,
    json_text(target, 'country') AS target_country,
    json_text(target, 'sector') AS target_sector,
    dyads, date,
    CAST(year AS INT) AS year,
    month_of(month) AS month,
    cameo, intensity, place, place_country, lat, lon, file, line
FROM rows
WHERE "table" = 'statement'
