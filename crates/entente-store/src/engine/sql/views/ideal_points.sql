-- A row is a state's ideal point in the UN General Assembly in the session that began in a year.
SELECT dataset, state, year, ideal_point_all, ideal_point_final_passage
FROM rows
WHERE "table" = 'ideal_point'
