-- A row is what a claimant calls an event: "a terrorist act".
SELECT
    id, about, label, claimant, actor_name(mentions, claimant) AS claimant_name,
    polarity, certainty,
    coalesce(title || ', line ' || line, title) AS title,
    publisher, published, document, quote, coder
FROM assertions
WHERE kind = 'label'
