//! The publishing system's JSON, with the fields that it has and that say nothing.

use super::super::meeting::{Item, Meeting};
use super::html;
use serde_json::{Value, json};

pub fn json(meeting: &Meeting) -> String {
    let people: Vec<Value> = meeting
        .participants
        .iter()
        .map(|name| {
            json!({"Name": name, "Absent": false, "ParticipationCancelled": false, "AttendanceType": 0})
        })
        .collect();
    let begins = format!("{}T16:00:00+02:00", meeting.date);
    let site = site(&meeting.municipality);
    let items: Vec<Value> = meeting
        .items
        .iter()
        .enumerate()
        .map(|(at, item)| self::item(item, at, meeting.decided, &site))
        .collect();
    let document = json!({
        "Dagsordenpunkter": items,
        "Udvalg": {"Id": "11111111-2222-4333-8444-555555555555", "Navn": meeting.committee, "Historisk": false},
        "Moede": {
            "Id": "00000000-0000-0000-0000-000000000000",
            "MeetingBeginUtc": begins,
            "MeetingEndUtc": null,
            "Dato": begins,
            "Sted": "Rådhuset",
            "Afsluttet": meeting.decided,
            "Moededeltagere": people,
            "Navn": "Dagsorden",
            "Description": "",
            "IsSupplementaryAgenda": false,
        },
        "TillaegsDagsorden": false,
        "Id": "66666666-7777-4888-8999-aaaaaaaaaaaa",
        "Lydfiler": null,
    });
    let mut out = serde_json::to_string_pretty(&document).unwrap_or_default();
    out.push('\n');
    out
}

fn item(item: &Item, at: usize, decided: bool, site: &str) -> Value {
    let attachments: Vec<Value> = item
        .attachments
        .iter()
        .enumerate()
        .map(|(at, name)| json!({"HarPdfVersion": "true", "Order": at, "Navn": name, "Id": format!("{at:08}-0000-4000-8000-000000000000")}))
        .collect();
    let decision = if decided {
        html::decision(item)
    } else {
        String::new()
    };
    let body = format!(
        "<div><div id='sagsfremstillingContainer'>\r\n\r\n<div>{decision}</div>\r\n<h3>Fremstilling</h3>\r\n\
         <span class='ukendt'>{}</span>\r\n\r\n</div></div>",
        html::sections(item, false)
            .replace("<h3>", "<h4>")
            .replace("</h3>", "</h4>")
    );
    json!({
        "Lydfiler": null,
        "Felter": [{
            "Navn": "",
            "Html": body,
            "Tekst": null,
            "Id": "00000000-0000-0000-0000-000000000000",
            "Link": format!("{site}/Vis/Pdf/bilag/{at:08}-1111-4222-8333-444444444444"),
            "DocumentId": format!("{at:08}-1111-4222-8333-444444444444"),
        }],
        "ItemDecision": null,
        "SagsNummer": item.case_number,
        "Navn": item.title,
        "Punktnummer": item.number,
        "Bilag": attachments,
        "Documents": null,
        "Number": item.number,
        "Sorting": at + 1,
        "IsOpen": false,
        "CaseNumber": item.case_number,
        "Caption": item.title,
        "ExternalAgendaItemAttendees": [],
    })
}

/// The address of a municipality's site, after its name.
fn site(municipality: &str) -> String {
    let name: String = municipality
        .to_lowercase()
        .replace('æ', "ae")
        .replace('ø', "oe")
        .replace('å', "aa")
        .replace(' ', "-");
    format!("https://dagsordener.{name}.dk")
}
