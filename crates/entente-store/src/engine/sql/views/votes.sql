-- A row is how a state voted on a roll call of the UN General Assembly. Who was absent has no row.
SELECT v.dataset, v.number AS roll_call, v.date, v.state, v.vote, r.session, r.title, r.important
FROM rows v
LEFT JOIN (SELECT dataset, number, session, title, important FROM rows WHERE "table" = 'roll_call') r
    ON v.dataset = r.dataset AND v.number = r.number
WHERE v."table" = 'vote'
