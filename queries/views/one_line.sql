-- Words of a document as one line: white space of any kind and length becomes one space.
--
-- The same as replacing '\s+', without a stop at every single space.
CREATE MACRO one_line(words) AS trim(regexp_replace(words, ' *[\t\n\f\r]\s*|  +', ' ', 'g'));
