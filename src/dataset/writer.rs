//! Writing tables to Parquet: the same rows give the same bytes.

use super::across::Meetings;
use super::grant_links::Tellings;
use super::layout::{GROUP_ROWS, group_bytes, writer_properties};
use super::manifest::TableEntry;
use super::reuse::ReuseRows;
use super::scan::Plan;
use super::settings::{BuildError, BuildSettings};
use crate::corrections::Corrections;
use crate::lexicon::Lexicon;
use crate::tables::rows::DocumentRows;
use crate::tables::{
    AttachmentRow, Batch, CONTRACT_VERSION, Column, CorrectionRow, CoverageRow, DecisionRow,
    DocumentRow, FigureRow, GrantConditionRow, GrantEvidenceRow, GrantInstalmentRow, GrantLinkRow,
    GrantRow, ItemCaseRow, ItemDifferenceRow, ItemOverlapRow, ItemRow, ItemTopicRow,
    LegalReferenceRow, MeetingRow, MeetingVersionRow, MunicipalityRow, ProblemRow,
    RecommendationRow, Record, RouteStepRow, SegmentRow, SharedPassageRow, Table, TextRow,
};
use parquet::arrow::ArrowWriter;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// What a data set is made of and by; stands in every file.
#[derive(Clone, Debug)]
pub struct Versions {
    /// The data contract.
    pub contract: &'static str,
    /// This program.
    pub program: &'static str,
    /// Hash of the lexicon.
    pub lexicon: String,
    /// Hash of the topics.
    pub topics: String,
    /// Hash of all of these and of the documents.
    pub data_set: String,
}

impl Versions {
    /// The versions of the data set that `plan` will give.
    pub fn of(
        plan: &Plan,
        settings: &BuildSettings,
        lexicon: &Lexicon,
        corrections: &Corrections,
    ) -> Self {
        let (contract, program) = (CONTRACT_VERSION, env!("CARGO_PKG_VERSION"));
        let mut hasher = Sha256::new();
        let mut add = |words: &str| {
            hasher.update(words.as_bytes());
            hasher.update([0]);
        };
        let given = settings
            .municipality
            .as_ref()
            .map(|given| given.code.to_string());
        for words in [
            contract,
            program,
            &lexicon.hash,
            &settings.topics.hash,
            given.as_deref().unwrap_or_default(),
            if settings.redact { "redacted" } else { "" },
        ] {
            add(words);
        }
        for document in &plan.documents {
            add(document.identity.id.as_str());
            add(&document.found.relative);
            add(&document.found.given.describe());
        }
        for duplicate in &plan.duplicates {
            add(duplicate.source.document_id.as_deref().unwrap_or_default());
            add(&duplicate.found.relative);
        }
        for rejected in &plan.rejected {
            add(rejected
                .id
                .as_ref()
                .map(|id| id.as_str())
                .unwrap_or_default());
            add(&rejected.found.relative);
            add(rejected.problem.code.code());
        }
        for words in corrections.all_words() {
            add(words);
        }
        let data_set = hex(hasher).chars().take(16).collect();
        Self {
            contract,
            program,
            lexicon: lexicon.hash.clone(),
            topics: settings.topics.hash.clone(),
            data_set,
        }
    }

    fn metadata(&self, table: &Table) -> Vec<KeyValue> {
        let columns: Vec<_> = table.columns().iter().map(ColumnMeaning::of).collect();
        // Strings and options of strings always serialize.
        let columns = serde_json::to_string(&columns).unwrap_or_default();
        [
            ("table", table.name.to_owned()),
            ("description", table.about.to_owned()),
            ("columns", columns),
            ("contract", self.contract.to_owned()),
            ("program", self.program.to_owned()),
            ("lexicon", self.lexicon.clone()),
            ("topics", self.topics.clone()),
            ("data_set", self.data_set.clone()),
        ]
        .into_iter()
        .map(|(key, value)| KeyValue::new(format!("tvaersnit:{key}"), value))
        .collect()
    }
}

/// What a column means, as the files' metadata tell it.
#[derive(Serialize)]
struct ColumnMeaning {
    name: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
}

impl ColumnMeaning {
    fn of(column: &Column) -> Self {
        Self {
            name: column.name,
            description: column.about,
            unit: column.unit,
        }
    }
}

/// All tables of a data set on their way into `folder`.
pub struct Writers<'w> {
    folder: &'w Path,
    versions: &'w Versions,
    documents: TableWriter<DocumentRow>,
    texts: TableWriter<TextRow>,
    segments: TableWriter<SegmentRow>,
    meetings: TableWriter<MeetingRow>,
    items: TableWriter<ItemRow>,
    recommendations: TableWriter<RecommendationRow>,
    decisions: TableWriter<DecisionRow>,
    route_steps: TableWriter<RouteStepRow>,
    grants: TableWriter<GrantRow>,
    grant_instalments: TableWriter<GrantInstalmentRow>,
    grant_conditions: TableWriter<GrantConditionRow>,
    grant_evidence: TableWriter<GrantEvidenceRow>,
    figures: TableWriter<FigureRow>,
    attachments: TableWriter<AttachmentRow>,
    legal_references: TableWriter<LegalReferenceRow>,
    problems: TableWriter<ProblemRow>,
    corrections: TableWriter<CorrectionRow>,
    item_topics: TableWriter<ItemTopicRow>,
}

impl<'w> Writers<'w> {
    /// Opens the files of the tables that documents fill.
    pub fn create(folder: &'w Path, versions: &'w Versions) -> Result<Self, BuildError> {
        Ok(Self {
            folder,
            versions,
            documents: TableWriter::create(folder, versions)?,
            texts: TableWriter::create(folder, versions)?,
            segments: TableWriter::create(folder, versions)?,
            meetings: TableWriter::create(folder, versions)?,
            items: TableWriter::create(folder, versions)?,
            recommendations: TableWriter::create(folder, versions)?,
            decisions: TableWriter::create(folder, versions)?,
            route_steps: TableWriter::create(folder, versions)?,
            grants: TableWriter::create(folder, versions)?,
            grant_instalments: TableWriter::create(folder, versions)?,
            grant_conditions: TableWriter::create(folder, versions)?,
            grant_evidence: TableWriter::create(folder, versions)?,
            figures: TableWriter::create(folder, versions)?,
            attachments: TableWriter::create(folder, versions)?,
            legal_references: TableWriter::create(folder, versions)?,
            problems: TableWriter::create(folder, versions)?,
            corrections: TableWriter::create(folder, versions)?,
            item_topics: TableWriter::create(folder, versions)?,
        })
    }

    /// Adds the rows of one document.
    pub fn append(&mut self, rows: &DocumentRows) -> Result<(), BuildError> {
        self.documents.append(&rows.documents)?;
        self.texts.append(&rows.texts)?;
        self.segments.append(&rows.segments)?;
        self.meetings.append(&rows.meetings)?;
        self.items.append(&rows.items)?;
        self.recommendations.append(&rows.recommendations)?;
        self.decisions.append(&rows.decisions)?;
        self.route_steps.append(&rows.route_steps)?;
        self.grants.append(&rows.grants)?;
        self.grant_instalments.append(&rows.grant_instalments)?;
        self.grant_conditions.append(&rows.grant_conditions)?;
        self.grant_evidence.append(&rows.grant_evidence)?;
        self.figures.append(&rows.figures)?;
        self.attachments.append(&rows.attachments)?;
        self.legal_references.append(&rows.legal_references)?;
        self.problems.append(&rows.problems)?;
        self.corrections.append(&rows.corrections)?;
        self.item_topics.append(&rows.item_topics)
    }

    /// Closes these files, writes the tables across documents, and says what was written.
    pub fn finish(
        self,
        meetings: &Meetings,
        grants: &Tellings,
        reuse: &ReuseRows,
    ) -> Result<Vec<TableEntry>, BuildError> {
        let (folder, versions) = (self.folder, self.versions);
        let whole = Whole { folder, versions };
        Ok(vec![
            self.documents.finish()?,
            self.texts.finish()?,
            self.segments.finish()?,
            self.meetings.finish()?,
            self.items.finish()?,
            self.recommendations.finish()?,
            self.decisions.finish()?,
            self.route_steps.finish()?,
            self.grants.finish()?,
            self.grant_instalments.finish()?,
            self.grant_conditions.finish()?,
            self.grant_evidence.finish()?,
            self.figures.finish()?,
            self.attachments.finish()?,
            self.legal_references.finish()?,
            self.problems.finish()?,
            self.corrections.finish()?,
            whole.write::<MeetingVersionRow>(&meetings.versions())?,
            whole.write::<GrantLinkRow>(&grants.links())?,
            whole.write::<ItemCaseRow>(&reuse.cases)?,
            self.item_topics.finish()?,
            whole.write::<SharedPassageRow>(&reuse.passages)?,
            whole.write::<ItemOverlapRow>(&reuse.overlaps)?,
            whole.write::<ItemDifferenceRow>(&reuse.differences)?,
            whole.write::<CoverageRow>(&meetings.coverage())?,
            whole.write::<MunicipalityRow>(&MunicipalityRow::all())?,
        ])
    }
}

/// Writes tables whose rows are all at hand.
struct Whole<'w> {
    folder: &'w Path,
    versions: &'w Versions,
}

impl Whole<'_> {
    fn write<R: Record>(&self, rows: &[R]) -> Result<TableEntry, BuildError> {
        let mut writer = TableWriter::create(self.folder, self.versions)?;
        writer.append(rows)?;
        writer.finish()
    }
}

/// One table on its way into its file.
struct TableWriter<R: Record> {
    batch: Batch<R>,
    writer: ArrowWriter<Hashing>,
    rows: usize,
}

impl<R: Record> TableWriter<R> {
    fn create(folder: &Path, versions: &Versions) -> Result<Self, BuildError> {
        let table = R::TABLE;
        let open = || {
            let file = File::create(folder.join(table.file_name()))?;
            let properties = writer_properties(&table, versions.metadata(&table))?;
            ArrowWriter::try_new(Hashing::new(file), table.schema(), Some(properties))
        };
        let writer = open().map_err(in_table::<R>)?;
        Ok(Self {
            batch: Batch::default(),
            writer,
            rows: 0,
        })
    }

    /// Adds the rows of one document.
    fn append(&mut self, rows: &[R]) -> Result<(), BuildError> {
        for row in rows {
            self.batch.append(row);
        }
        self.rows += rows.len();
        if self.batch.rows() >= GROUP_ROWS || self.batch.bytes() >= group_bytes(&R::TABLE) {
            self.close_group().map_err(in_table::<R>)?;
        }
        Ok(())
    }

    fn close_group(&mut self) -> Result<(), ParquetError> {
        self.writer.write(&self.batch.finish()?)?;
        self.writer.flush()
    }

    /// Closes the file; what it holds is on disk afterwards.
    fn finish(mut self) -> Result<TableEntry, BuildError> {
        let mut close = || {
            self.close_group()?;
            self.writer.finish()?;
            Ok(self.writer.inner_mut().finish()?)
        };
        let sha256 = close().map_err(in_table::<R>)?;
        let table = R::TABLE;
        Ok(TableEntry {
            name: table.name.to_owned(),
            file: table.file_name(),
            rows: self.rows as u64,
            sha256,
        })
    }
}

fn in_table<R: Record>(source: ParquetError) -> BuildError {
    BuildError::Table {
        table: R::TABLE.name,
        source,
    }
}

/// A file whose bytes are hashed while they are written.
struct Hashing {
    file: BufWriter<File>,
    hasher: Sha256,
}

impl Hashing {
    fn new(file: File) -> Self {
        Self {
            file: BufWriter::new(file),
            hasher: Sha256::new(),
        }
    }

    /// Brings the bytes to disk and gives their SHA-256.
    fn finish(&mut self) -> io::Result<String> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        Ok(hex(std::mem::take(&mut self.hasher)))
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn hex(hasher: Sha256) -> String {
    hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
