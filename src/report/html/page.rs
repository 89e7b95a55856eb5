//! Styles, script and templates put together into one page that may fetch nothing.

use super::HtmlError;
use super::labels::{Labels, labels};
use super::safe;
use super::view::View;
use crate::report::chart::{self, Colours};
use crate::report::model::{Chart, Report};
use crate::report::palette;
use crate::report::theme::Theme;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The templates by name; apart from the code, so that a person who writes HTML can change them.
pub(super) const TEMPLATES: [(&str, &str); 3] = [
    (
        "page.html",
        include_str!("../../../data/report/templates/page.html"),
    ),
    (
        "parts.html",
        include_str!("../../../data/report/templates/parts.html"),
    ),
    (
        "sources.html",
        include_str!("../../../data/report/templates/sources.html"),
    ),
];
/// Labels that templates ask for by a name that they are given.
#[cfg(test)]
pub(super) const LOOKED_UP: &[&str] = &[
    "place",
    "day",
    "event",
    "certainty",
    "held",
    "announced",
    "minutes",
    "agenda",
    "missing",
];

const STYLE: &str = include_str!("../../../data/report/report.css");
const SCRIPT: &str = include_str!("../../../data/report/report.js");

/// The page.
pub(super) fn page(view: &View, report: &Report, theme: &Theme) -> Result<String, HtmlError> {
    let labels = labels(report.language)?;
    let style = style(theme, &labels);
    let policy = policy(&style);
    let environment = environment()?;
    let template = environment.get_template("page.html").map_err(fault)?;
    template
        .render(context! {
            l => &labels,
            report => Value::from(Serde(view)),
            style => Value::from_safe_string(style),
            script => Value::from_safe_string(SCRIPT.to_owned()),
            policy => policy,
            owner => theme.name.clone(),
            logo => theme.logo.as_ref().map(|logo| logo.data_address()),
        })
        .map_err(fault)
}

/// The drawings of a chart: where there is room, and on a narrow screen. They are made by the program; what acts in a
/// document's words is made visible here as everywhere.
pub(super) fn pictures(chart: &Chart, report: &Report) -> [Value; 2] {
    [chart::svg, chart::svg_narrow].map(|draw| {
        let drawn = draw(chart, report, Colours::Css);
        Value::from_safe_string(safe::printable(&drawn).into_owned())
    })
}

/// The style sheet with the theme's colours and fonts, all of which [`Theme`] has checked, and the words that it says for
/// ears only: said once here, they need not stand at every link of a large report.
fn style(theme: &Theme, labels: &Labels) -> String {
    let word = |key: &str| labels.get(key).map_or("", String::as_str);
    STYLE
        .replace("/*source*/", word("source"))
        .replace("/*back*/", word("back"))
        .replace("/*missing*/", word("missing"))
        .replace("/*accent-light*/", &theme.light.to_string())
        .replace("/*accent-dark*/", &theme.dark.to_string())
        .replace("/*fonts*/", &theme.font_stack())
        .replace("/*chart-light*/", &palette::LIGHT.css())
        .replace("/*chart-dark*/", &palette::DARK.css())
}

/// What the page may do: show its own styles, run its own script, show pictures that it holds; nothing else.
fn policy(style: &str) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(SCRIPT)
    )
}

fn environment() -> Result<Environment<'static>, HtmlError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    environment.set_syntax(syntax.map_err(fault)?);
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() => {
            let mut escaped = String::with_capacity(text.len());
            safe::escape(text, &mut escaped)?;
            Ok(out.write_str(&escaped)?)
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    for (name, template) in TEMPLATES {
        environment.add_template(name, template).map_err(fault)?;
    }
    Ok(environment)
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err gives")]
fn fault(error: minijinja::Error) -> HtmlError {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        let _ = write!(message, ": {inner}");
        cause = inner.source();
    }
    HtmlError::Template(message)
}
