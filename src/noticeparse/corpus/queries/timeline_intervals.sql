-- Days between the steps of each inspection: begin to end, end to feedback, feedback to the published notice.
-- Only full dates count; a step that is not known to the day leaves its interval empty. One row for each notice.
WITH days AS (
    SELECT
        id,
        issuer,
        title,
        file,
        try_cast(started_on AS DATE) AS started,
        try_cast(ended_on AS DATE) AS ended,
        try_cast(feedback_on AS DATE) AS feedback,
        coalesce(try_cast(published_on AS DATE), try_cast(signed_on AS DATE)) AS published
    FROM notices
    WHERE is_notice
)

SELECT
    id AS notice,
    issuer AS bureau,
    title,
    started,
    ended,
    feedback,
    published,
    date_diff('day', started, ended) AS days_on_site,
    date_diff('day', ended, feedback) AS days_to_feedback,
    date_diff('day', feedback, published) AS days_to_notice
FROM days
ORDER BY file;
