//! Tables as lazy frames of polars, and the few things that the rules ask of them.

use super::files::Tables;
use polars::prelude::*;

/// The table called `name`, lazily; `None` where it cannot be read.
pub fn scan(tables: &Tables, name: &str) -> Option<LazyFrame> {
    let paths = tables.files(name)?.iter();
    let paths = paths
        .map(|path| PlRefPath::try_from_path(path))
        .collect::<PolarsResult<Vec<_>>>()
        .ok()?;
    // Without `glob` a folder named "[draft]" is a folder and not a pattern.
    let options = ScanArgsParquet {
        glob: false,
        ..ScanArgsParquet::default()
    };
    LazyFrame::scan_parquet_files(paths.into(), options).ok()
}

/// The rows of `frame` as text, with the whole number in its column `n` (1 where there is none).
pub fn counted(frame: LazyFrame, columns: &[&str]) -> PolarsResult<Vec<(u64, String)>> {
    let texts: Vec<Expr> = columns
        .iter()
        .map(|column| col(*column).cast(DataType::String))
        .collect();
    let frame = frame
        .with_columns(texts)
        .with_columns([col("n").cast(DataType::UInt64)])
        .collect()?;
    let counts = frame.column("n")?.u64()?.clone();
    (0..frame.height())
        .map(|row| {
            let words = columns.iter().map(|column| {
                let cell = frame.column(column)?.str()?.get(row);
                Ok(cell.unwrap_or("null").to_owned())
            });
            let words = words.collect::<PolarsResult<Vec<_>>>()?;
            Ok((counts.get(row).unwrap_or(1), words.join(" | ")))
        })
        .collect()
}
