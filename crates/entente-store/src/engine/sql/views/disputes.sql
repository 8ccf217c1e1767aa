-- A row is a militarised dispute of two states in a year, as the first acts in it.
SELECT dataset, number, state AS a, other AS b, year, onset, hostility
FROM rows
WHERE "table" = 'dispute'
