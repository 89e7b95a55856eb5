-- Words of a document as one line: white space of any kind and length becomes one space.
--
-- The same as replacing '\s+', without a stop at every single space, and without a look for what most words have not.
CREATE MACRO one_line(words) AS trim(
    CASE
        WHEN
            contains(words, E'\n') OR contains(words, '  ') OR contains(words, E'\t') OR contains(words, E'\r')
            OR contains(words, E'\f')
            THEN regexp_replace(words, ' *[\t\n\f\r]\s*|  +', ' ', 'g')
        ELSE words
    END
);
