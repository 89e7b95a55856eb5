//! How wide each column of a table is, so that words stay whole where they can.

/// A word longer than this does not widen its column: an id may be broken.
const LONGEST_WORD: usize = 28;

/// What stands beside a column's text: a space, and what parts it from the next.
const FRAME: usize = 2;

/// The width of every column within `width` characters to a line; `None` where the columns do not fit side by side.
pub(super) fn widths(
    headers: &[&str],
    rows: &[Vec<Option<String>>],
    width: usize,
) -> Option<Vec<usize>> {
    let cells = |index: usize| {
        rows.iter()
            .filter_map(move |row| row.get(index)?.as_deref())
    };
    let columns = 0..headers.len();
    let wanted: Vec<usize> = columns
        .clone()
        .map(|index| {
            longest(cells(index).flat_map(str::lines)).max(longest([headers[index]].into_iter()))
        })
        .collect();
    let mut widths: Vec<usize> = columns
        .map(|index| {
            let in_cells = longest(cells(index).flat_map(str::split_whitespace)).min(LONGEST_WORD);
            in_cells.max(longest(headers[index].split_inclusive('_')))
        })
        .collect();
    let room = width.checked_sub(headers.len() * FRAME)?;
    let mut left = room.checked_sub(widths.iter().sum())?;
    // A character at a time to the narrowest column that still wants one: all grow evenly.
    while left > 0 {
        let wanting = (0..widths.len()).filter(|index| widths[*index] < wanted[*index]);
        let Some(narrowest) = wanting.min_by_key(|index| widths[*index]) else {
            break;
        };
        widths[narrowest] += 1;
        left -= 1;
    }
    Some(widths)
}

/// `header` in lines of at most `width` characters, parted behind underscores.
pub(super) fn header(header: &str, width: usize) -> String {
    let mut out = String::new();
    let mut line = 0;
    for part in header.split_inclusive('_') {
        let length = part.chars().count();
        if line > 0 && line + length > width {
            out.push('\n');
            line = 0;
        }
        out.push_str(part);
        line += length;
    }
    out
}

fn longest<'w>(words: impl Iterator<Item = &'w str>) -> usize {
    words
        .map(|word| word.chars().count())
        .max()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<Option<String>> {
        cells.iter().map(|cell| Some((*cell).to_owned())).collect()
    }

    #[test]
    fn columns_share_the_room() {
        for (headers, cells, width, want) in [
            (&["a", "b"][..], &["xx", "yyy"][..], 80, Some(vec![2, 3])),
            (&["days_since_noted"], &["5"], 12, Some(vec![10])),
            (&["a", "b"], &["en to tre", "fire"], 14, Some(vec![6, 4])),
            (&["a", "b"], &["rammeaftalen", "orienteringen"], 20, None),
        ] {
            assert_eq!(
                widths(headers, &[row(cells)], width),
                want,
                "{headers:?} in {width}"
            );
        }
    }

    #[test]
    fn headers_are_parted_behind_underscores() {
        for (name, width, want) in [
            ("days_since_noted", 11, "days_since_\nnoted"),
            ("days_since_noted", 30, "days_since_noted"),
            ("ab", 1, "ab"),
        ] {
            assert_eq!(header(name, width), want);
        }
    }
}
