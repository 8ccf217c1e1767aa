-- A row is a spell of a state's membership of the international system.
SELECT dataset, system, number, letters, title AS name, state, date AS "from", until
FROM rows
WHERE "table" = 'state_system'
