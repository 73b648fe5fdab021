-- Share of measures that can be checked: those whose words hold a figure, a sum, a rate, or the name of a document.
-- One row for each bureau; dates and durations alone do not count, plans are left out.
WITH judged AS (
    SELECT
        measures.notice,
        measures.n,
        count(facts.n) FILTER (facts.kind IN ('count', 'money', 'rate', 'rank')) > 0 AS figure,
        count(facts.n) FILTER (facts.kind = 'document') > 0 AS document
    FROM measures
    LEFT JOIN facts
        ON facts.notice = measures.notice
       AND facts.span_start >= measures.span_start
       AND facts.span_end <= measures.span_end
    WHERE NOT measures.planned
    GROUP BY measures.notice, measures.n
)

SELECT
    notices.issuer AS bureau,
    count(*) AS measures,
    count(*) FILTER (figure) AS with_figure,
    count(*) FILTER (document) AS with_document,
    round(avg((figure OR document)::INTEGER), 3) AS share_checkable
FROM judged
JOIN notices ON notices.id = judged.notice
GROUP BY bureau
ORDER BY share_checkable, bureau NULLS LAST;
