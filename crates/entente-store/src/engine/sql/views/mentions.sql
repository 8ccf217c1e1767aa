-- A row is a mention of an event in an article, as GDELT lists them.
SELECT dataset, number AS record, date, publisher, url AS identifier, sentence, confidence, tone
FROM rows
WHERE "table" = 'mention'
