//! Published data sets for tests: one built once and copied, and damage done to its files.

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Int32Array, ListBuilder,
    RecordBatch, StringArray, StringBuilder,
};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Date32Type, Field, Int32Type, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::properties::WriterProperties;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use tvaersnit::dataset::{self, BuildSettings};
use tvaersnit::lexicon::Lexicon;

/// The data set of `inputs`, which are relative to the project.
pub fn build(inputs: &[&str], out: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inputs = inputs.iter().map(|input| root.join(input)).collect();
    let settings = BuildSettings::new(inputs, out.to_owned());
    dataset::build(&settings, &Lexicon::built_in(), &|_| {}).unwrap();
}

static SEEDS: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    build(&["seeds"], &folder.path().join("data"));
    folder
});

/// A data set of the seeds that a test may damage.
pub struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    /// An unharmed copy.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for entry in fs::read_dir(SEEDS.path().join("data")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
        Self { folder }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        self.folder.path()
    }

    /// The file called `name`.
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir().join(name)
    }

    /// Changes the rows of `table`; the manifest is made to agree, so that nothing but the rows is wrong.
    pub fn change(&self, table: &str, change: impl FnOnce(RecordBatch) -> RecordBatch) {
        let path = self.file(&format!("{table}.parquet"));
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap();
        let pairs = reader
            .metadata()
            .file_metadata()
            .key_value_metadata()
            .cloned();
        let pairs = pairs.map(|pairs| {
            let ours = pairs.into_iter().filter(|pair| pair.key != "ARROW:schema");
            ours.collect::<Vec<_>>()
        });
        let schema = reader.schema().clone();
        let batches: Vec<_> = reader.build().unwrap().map(Result::unwrap).collect();
        let batch = change(concat_batches(&schema, &batches).unwrap());
        let properties = WriterProperties::builder()
            .set_key_value_metadata(pairs)
            .build();
        let file = File::create(&path).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        self.renew(table, batch.num_rows());
    }

    /// Makes the manifest agree with the file of `table`.
    pub fn renew(&self, table: &str, rows: usize) {
        let bytes = fs::read(self.file(&format!("{table}.parquet"))).unwrap();
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        self.manifest(|manifest| {
            let tables = manifest["tables"].as_array_mut().unwrap();
            let entry = tables
                .iter_mut()
                .find(|entry| entry["name"] == table)
                .unwrap();
            entry["sha256"] = hash.into();
            entry["rows"] = rows.into();
        });
    }

    /// Changes the manifest.
    pub fn manifest(&self, change: impl FnOnce(&mut serde_json::Value)) {
        let path = self.file("manifest.json");
        let mut manifest = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        change(&mut manifest);
        fs::write(&path, serde_json::to_vec(&manifest).unwrap()).unwrap();
    }
}

/// A value for a cell.
#[derive(Clone, Copy, Debug)]
pub enum Value<'v> {
    /// Null; the column becomes nullable.
    Null,
    /// Text.
    Text(&'v str),
    /// A 32-bit whole number.
    Whole(i32),
    /// A decimal in its smallest unit.
    Decimal(i128),
    /// True or false.
    Flag(bool),
    /// Names.
    Names(&'v [&'v str]),
}

/// `batch` with `value` in `column` of `row`.
pub fn set(batch: &RecordBatch, row: usize, column: &str, value: Value<'_>) -> RecordBatch {
    let at = batch.schema().index_of(column).unwrap();
    let changed = changed(batch.column(at), row, value);
    let fields: Vec<Field> = batch
        .schema()
        .fields()
        .iter()
        .enumerate()
        .map(|(index, field)| {
            let field = Field::clone(field);
            if index == at && matches!(value, Value::Null) {
                field.with_nullable(true)
            } else {
                field
            }
        })
        .collect();
    let mut columns = batch.columns().to_vec();
    columns[at] = changed;
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
}

fn changed(cells: &ArrayRef, row: usize, value: Value<'_>) -> ArrayRef {
    match cells.data_type() {
        DataType::Utf8 => {
            let mut all: Vec<_> = cells
                .as_string::<i32>()
                .iter()
                .map(|cell| cell.map(str::to_owned))
                .collect();
            all[row] = match value {
                Value::Text(words) => Some(words.to_owned()),
                _ => None,
            };
            Arc::new(StringArray::from(all))
        }
        DataType::Int32 => {
            let mut all: Vec<_> = cells.as_primitive::<Int32Type>().iter().collect();
            all[row] = match value {
                Value::Whole(number) => Some(number),
                _ => None,
            };
            Arc::new(Int32Array::from(all))
        }
        DataType::Boolean => {
            let mut all: Vec<_> = cells.as_boolean().iter().collect();
            all[row] = match value {
                Value::Flag(flag) => Some(flag),
                _ => None,
            };
            Arc::new(BooleanArray::from(all))
        }
        DataType::Decimal128(precision, scale) => {
            let mut all: Vec<_> = cells
                .as_primitive::<arrow::datatypes::Decimal128Type>()
                .iter()
                .collect();
            all[row] = match value {
                Value::Decimal(number) => Some(number),
                _ => None,
            };
            let all = Decimal128Array::from(all);
            Arc::new(all.with_precision_and_scale(*precision, *scale).unwrap())
        }
        DataType::List(element) => {
            let mut builder = ListBuilder::new(StringBuilder::new()).with_field(element.clone());
            for (at, names) in cells.as_list::<i32>().iter().enumerate() {
                match value {
                    Value::Names(names) if at == row => {
                        names
                            .iter()
                            .for_each(|name| builder.values().append_value(name));
                    }
                    _ => {
                        let names = names.unwrap();
                        let names = names.as_string::<i32>().iter().flatten();
                        names.for_each(|name| builder.values().append_value(name));
                    }
                }
                builder.append(true);
            }
            Arc::new(builder.finish())
        }
        DataType::Date32 => {
            let mut all: Vec<_> = cells.as_primitive::<Date32Type>().iter().collect();
            all[row] = None;
            Arc::new(Date32Array::from(all))
        }
        other => panic!("no cell of type {other}"),
    }
}

/// The first row of `batch` with a value in `column`.
pub fn first_with(batch: &RecordBatch, column: &str) -> usize {
    let cells = batch.column_by_name(column).unwrap();
    (0..cells.len()).find(|row| cells.is_valid(*row)).unwrap()
}

/// `batch` without `row`.
pub fn without(batch: &RecordBatch, row: usize) -> RecordBatch {
    let (before, after) = (
        batch.slice(0, row),
        batch.slice(row + 1, batch.num_rows() - row - 1),
    );
    concat_batches(&batch.schema(), &[before, after]).unwrap()
}
