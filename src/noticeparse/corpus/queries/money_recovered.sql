-- Money that came back, in yuan: by bureau and what was done (追缴, 清退, 收回, 上缴 …), with the largest single sum.
-- Sums of printed figures; a total that a notice prints beside its items is added to them.
WITH recovered AS (
    SELECT notice, coalesce(action, kind) AS action, value
    FROM facts
    WHERE value IS NOT NULL
      AND (kind = 'recovery'
           OR (kind = 'money'
               AND regexp_matches(coalesce(action, ''), '追缴|追回|清退|退还|退回|退缴|退赔|收回|收缴|上缴|补缴|挽回|追偿|归还|扣回|核减|缴回')))
)

SELECT
    notices.issuer AS bureau,
    recovered.action,
    count(*) AS sums,
    sum(recovered.value) AS yuan,
    max(recovered.value) AS largest
FROM recovered
JOIN notices ON notices.id = recovered.notice
GROUP BY bureau, action
ORDER BY bureau NULLS LAST, yuan DESC, action;
