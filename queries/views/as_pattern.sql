-- Words that somebody looks for as a regular expression: nothing in them has a meaning of its own, and white space stands
-- for any white space, so that words are found across a line break.
CREATE MACRO as_pattern(words) AS regexp_replace(regexp_escape(trim(words)), '(\\?\s)+', '\\s+', 'g');
