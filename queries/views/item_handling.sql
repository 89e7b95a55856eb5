-- How each item was handled: what was recommended, what was decided and what that comes to, where the case goes next.
--
-- Grain: a row an item of a current document. item_handling_of says what the columns mean, and is far quicker where only
-- some items are asked for.
CREATE VIEW item_handling AS
SELECT * FROM item_handling_of((SELECT list(item_id) FROM current_items));
