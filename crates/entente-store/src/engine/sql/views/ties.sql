-- A row is a standing relation of two actors: an alliance, a rivalry, a border.
SELECT
    id, relation,
    a, actor_name(mentions, a) AS a_name, actor_country(mentions, a) AS a_country,
    b, actor_name(mentions, b) AS b_name, actor_country(mentions, b) AS b_country,
    directed, detail, dyad, date_start, date_end,
    claimant, polarity, certainty,
    coalesce(title || ', line ' || line, title) AS title,
    publisher, published, document, quote, coder
FROM assertions
WHERE kind = 'tie'
