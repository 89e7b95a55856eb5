//! Summaries for scripts: one JSON object on standard output, described in `docs/configuration.md`.

use serde_json::{Value, json};
use std::path::Path;
use tvaersnit::dataset::{Rejection, Summary};

/// Prints a summary.
pub fn print(summary: &Value) -> std::io::Result<()> {
    super::put(format!("{summary:#}\n").as_bytes())
}

/// What a build did.
pub fn of_build(summary: &Summary) -> Value {
    of("build", summary)
}

/// What publishing shards did.
pub fn of_publish(summary: &Summary) -> Value {
    of("publish", summary)
}

fn of(command: &str, summary: &Summary) -> Value {
    let unfound: Vec<Value> = summary
        .unfound
        .iter()
        .map(|(path, reason)| json!({ "path": shown(path), "reason": reason }))
        .collect();
    json!({
        "command": command,
        "complete": summary.is_complete(),
        "out": shown(&summary.out),
        "data_set": Some(&summary.data_set).filter(|version| !version.is_empty()),
        "documents": summary.documents,
        "taken_over": summary.known,
        "kept": summary.kept,
        "passed_over": summary.passed_over,
        "meetings": summary.meetings,
        "items": summary.items,
        "decisions": summary.decisions,
        "problems": summary.problems,
        "corrected": summary.corrected,
        "uncorrected": left_out(&summary.uncorrected),
        "rejected": left_out(&summary.rejected),
        "not_found": unfound,
    })
}

/// A path that is no UTF-8 cannot be written otherwise in JSON.
fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn left_out(rejections: &[Rejection]) -> Vec<Value> {
    let told = rejections.iter().map(|rejection| {
        json!({
            "path": rejection.source_path,
            "code": rejection.code.code(),
            "message": rejection.message,
            "remedy": rejection.code.remedy(),
        })
    });
    told.collect()
}

/// What a download did.
#[cfg(feature = "fetch")]
pub fn of_fetch(summary: &tvaersnit::fetch::FetchSummary) -> Value {
    let failed: Vec<Value> = summary
        .failed
        .iter()
        .map(|(address, reason)| json!({ "address": address, "reason": reason }))
        .collect();
    json!({
        "command": "fetch",
        "complete": summary.failed.is_empty(),
        "meetings": summary.meetings,
        "fetched": summary.fetched,
        "known": summary.known,
        "failed": failed,
    })
}
