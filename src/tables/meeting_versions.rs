//! `meeting_versions`: which document is the current one of its meeting.

use super::common::Source;
use super::record::table;

table! {
    "A meeting document, and whether it is the current one of its meeting: the minutes, else the agenda. Comparisons read the current one, so that an agenda and its minutes do not count twice."
    MeetingVersionRow "meeting_versions" Across
    key [meeting_id]
    to [meeting_id -> meetings.meeting_id, superseded_by -> meetings.meeting_id]
    {
        meeting_id: String, "The meeting as the document tells of it.";
        ..Source;
        meeting_key: String, "One for all documents of the meeting: 330/2025-08-13/socialudvalget. A meeting without day or body has its document's digits at the end.";
        current: bool, "Whether the document is the current one.";
        superseded_by: Option<String>, "The current one, where this is not.";
        why: Option<String>, "Why it is not the current one.";
    }
}
