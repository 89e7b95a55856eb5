-- The words of a list, each once, where it first stands; no list where there is none. (list_distinct keeps no order.)
CREATE MACRO told_once(words) AS list_filter(words, lambda word, place: list_position(words, word) = place);
