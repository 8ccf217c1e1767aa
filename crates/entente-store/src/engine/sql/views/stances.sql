-- A row is an actor for or against an issue or project.
SELECT
    id, actor, actor_name(mentions, actor) AS actor_name, issue, position,
    claimant, polarity, certainty,
    coalesce(title || ', line ' || line, title) AS title,
    publisher, published, document, quote, coder
FROM assertions
WHERE kind = 'stance'
