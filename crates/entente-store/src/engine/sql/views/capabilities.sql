-- A row is a state's material capabilities in a year.
SELECT
    dataset, state, year, military_expenditure, military_personnel, iron_and_steel, energy,
    population, urban_population, cinc
FROM rows
WHERE "table" = 'capability'
