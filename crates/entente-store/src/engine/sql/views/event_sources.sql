-- A row is a record of a dataset behind an event or statement: how often it was reported.
SELECT event, dataset, number AS record, mentions, sources, articles, url, file, line
FROM rows
WHERE "table" = 'event_source'
