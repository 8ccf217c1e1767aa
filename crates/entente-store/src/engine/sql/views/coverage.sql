-- A row is an import that ended: whose the dataset is, the days and states that it covers, and what
-- became of its rows.
SELECT
    dataset, version, name, publisher, covers, first, last, states,
    "rows", imported, merged, silent, rejected, assertions, citation, terms, document
FROM imports
