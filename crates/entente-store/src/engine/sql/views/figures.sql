-- A row is a number about something, with its unit and bound.
SELECT
    id, subject, actor_name(mentions, subject) AS subject_name, measure, value, unit, bound,
    claimant, polarity, certainty,
    coalesce(title || ', line ' || line, title) AS title,
    publisher, published, document, quote, coder
FROM assertions
WHERE kind = 'figure'
