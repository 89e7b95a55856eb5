//! Values that facts are made of: places, dates, case numbers, bodies, municipalities, kroner, ids.
//!
//! Nothing here knows of documents or tables; every stage may use it.

pub mod body;
pub mod case_number;
pub mod date;
pub mod fold;
pub mod id;
pub mod kroner;
pub mod municipality;
pub mod span;

pub use body::{Body, BodyKind};
pub use case_number::{CaseNumber, CaseSystem};
pub use date::Date;
pub use fold::fold;
pub use id::{DocumentId, Placed};
pub use kroner::{Decimal, Kroner};
pub use municipality::{Municipality, MunicipalityCode};
pub use span::{ByteOffset, CodePoints, Span};
