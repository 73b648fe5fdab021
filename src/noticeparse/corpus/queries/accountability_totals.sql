-- Persons called to account, by bureau and kind of action (约谈, 诫勉, 处分 …), as the notices print them.
-- Takes accountability events where a notice has them, else counts of persons (人, 人次, 名) behind such a verb.
-- Sums of printed figures: a notice that tells the same case twice counts it twice.
WITH told AS (
    SELECT notice, coalesce(level, verb, 'accountability') AS action, coalesce(persons, "count", value) AS persons
    FROM facts
    WHERE kind = 'accountability'
    UNION ALL
    SELECT notice, verb AS action, value AS persons
    FROM facts
    WHERE kind = 'count'
      AND unit IN ('人', '人次', '名')
      AND regexp_matches(coalesce(verb, ''), '问责|追责|处分|诫勉|约谈|谈话|批评|通报|警告|记过|撤职|开除|降级|立案|函询|移送|检讨|检查')
      AND notice NOT IN (SELECT notice FROM facts WHERE kind = 'accountability')
)

SELECT
    notices.issuer AS bureau,
    told.action,
    count(*) AS statements,
    sum(told.persons) AS persons
FROM told
JOIN notices ON notices.id = told.notice
GROUP BY bureau, action
ORDER BY bureau NULLS LAST, persons DESC NULLS LAST, action;
