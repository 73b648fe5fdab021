-- Which bureau had how many issues under which topic: one row for each bureau (issuer as its notices print it) and topic.
-- An issue counts once, under its best topic; share is its part of all issues of the bureau.
SELECT
    notices.issuer AS bureau,
    issues.topic,
    count(*) AS issues,
    count(DISTINCT issues.notice) AS notices,
    round(count(*) / sum(count(*)) OVER (PARTITION BY notices.issuer), 3) AS share
FROM issues
JOIN notices ON notices.id = issues.notice
GROUP BY bureau, topic
ORDER BY bureau NULLS LAST, issues DESC, topic NULLS LAST;
