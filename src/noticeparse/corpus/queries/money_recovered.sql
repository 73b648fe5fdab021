-- Money that came back, in yuan: by bureau and what was done (追缴, 清退, 收回, 上缴 …), with the largest single sum.
-- Sums of printed figures; what is still planned is left out, a total that a notice prints beside its items is added to them.
WITH recovered AS (
    SELECT
        events.notice,
        events.amount,
        coalesce(
            arg_min(money.action, money.n),
            nullif(regexp_extract(any_value(events.text), '实退|已退|退款|退赃|挽损|追损|追赃'), '')
        ) AS action
    FROM facts AS events
    LEFT JOIN facts AS money
        ON money.notice = events.notice
       AND money.kind = 'money'
       AND money.span_start >= events.span_start
       AND money.span_end <= events.span_end
    WHERE events.kind = 'recovery' AND events.amount IS NOT NULL AND NOT coalesce(events.planned, false)
    GROUP BY events.notice, events.n, events.amount
)

SELECT
    notices.issuer AS bureau,
    recovered.action,
    count(*) AS sums,
    sum(recovered.amount) AS yuan,
    max(recovered.amount) AS largest
FROM recovered
JOIN notices ON notices.id = recovered.notice
GROUP BY bureau, action
ORDER BY bureau NULLS LAST, yuan DESC, action;
