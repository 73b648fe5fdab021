-- How many issues were fed back under each topic of the code book, in how many notices, and how many of them are done.
-- An issue counts once, under its best topic; topic is empty where the code book has no word for it.
SELECT
    topic,
    count(*) AS issues,
    count(DISTINCT notice) AS notices,
    count(*) FILTER (status = 'done') AS done,
    count(*) FILTER (status IN ('mostly_done', 'ongoing', 'long_term', 'not_done')) AS open,
    count(*) FILTER (status IS NULL) AS not_said
FROM issues
GROUP BY topic
ORDER BY issues DESC, topic NULLS LAST;
