-- A row is a statement of a coded dataset: CAMEO's root 01, to which no PLOVER type answers.
SELECT id, dataset, dyads, date, CAST(year AS INT) AS year, month_of(month) AS month, cameo, intensity, file, line
FROM rows
WHERE "table" = 'statement'
