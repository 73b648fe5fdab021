-- What could not be parsed and why: inputs by cause and message, the first file of each as an example.
SELECT cause, message, count(*) AS inputs, min(file) AS example
FROM failures
GROUP BY cause, message
ORDER BY inputs DESC, cause, message;
