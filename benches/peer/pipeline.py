"""The main tables as an analyst would make them: BeautifulSoup, re, pandas, pyarrow.

Run: python pipeline.py DOCUMENTS OUT [--processes N] [--main]

Reads text, markdown, HTML and FirstAgenda JSON below DOCUMENTS and writes documents, texts, segments, items,
recommendations, decisions, figures, grants, legal references, attachments, topics and overlaps of items as Parquet to OUT.
It is what `tvaersnit build` is timed against (benches/whole): honest work on the layouts of the generated corpus, without
what takes the time to get right: no spans of facts, no units of table columns, no header of a table over several pages, no
problems, no aligned passages, no layouts but those, no check that nothing was lost. With --main: documents, texts, items,
recommendations, decisions, figures and attachments alone.
"""

import argparse
import hashlib
import json
import re
import tomllib
from collections import Counter, defaultdict
from decimal import Decimal
from functools import partial
from itertools import combinations
from multiprocessing import Pool
from pathlib import Path

import pandas as pd
from bs4 import BeautifulSoup

MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
DATE = re.compile(r"(\d{1,2})\. (" + "|".join(MONTHS) + r") (\d{4})")
MUNICIPALITY = re.compile(r"\b([A-ZÆØÅ][\w-]+(?: [A-ZÆØÅ][\w-]+)?) Kommune\b")
KIND = re.compile(r"^(Referat|Dagsorden)\b:?\s*(.*)$", re.IGNORECASE)
ITEM = re.compile(r"^(?:Punkt )?(\d{1,3})[.:]\s+(\S.*)$")
CASE = re.compile(r"^Sagsnr\.:\s*(\S+)$")
PAGE_HEAD = re.compile(r"^\f?.*\bSide \d+$")
POINT = re.compile(r"^(?:Ad )?(\d+)\.\s+(.*)$")
SENTENCE_END = re.compile(r"(?<=[a-zæøå)]\.)\s+(?=[A-ZÆØÅ])")
SECTIONS = {
    "resumé": "summary",
    "indstilling": "recommendation",
    "beslutning": "decision",
    "sagsfremstilling": "account",
    "fremstilling": "account",
    "økonomi": "economy",
    "bilag": "attachments",
}
OUTCOMES = [
    (re.compile(pattern, re.IGNORECASE), outcome)
    for pattern, outcome in [
        (r"\bikke godkendt|\bafvist", "rejected"),
        (r"\budsat|\budsættes", "postponed"),
        (r"\budgår|\btaget af dagsordenen", "withdrawn"),
        (r"\banbefal", "recommended"),
        (r"\befterretning|\borientering", "noted"),
        (r"\bdrøft", "discussed"),
        (r"\boversend|\bhenvis", "referred"),
        (r"\bgodkendt|\bgodkendes|\bvedtaget|\btiltrådt", "approved"),
    ]
]
FIGURE = re.compile(
    r"(?P<before>kr\.?\s*)?"
    r"(?P<number>[-–]?\d{1,3}(?:\.\d{3})+(?:,\d+)?|[-–]?\d+(?:,\d+)?)"
    r"\s*(?P<scale>mio\.?|mia\.?|t\.|1\.000)?\s*"
    r"(?P<unit>kr\b\.?|kroner|%|pct\.?|procent|personer|borgere|årsværk|pladser|timer)?",
    re.IGNORECASE,
)
SCALES = {"mio": 10**6, "mia": 10**9, "t": 10**3, "1000": 10**3}
YEAR = re.compile(r"\b(?:i|for) (20\d\d)\b")
TABLES = """documents texts segments items recommendations decisions figures grants legal_references attachments
item_topics item_overlap""".split()
LEGAL = re.compile(r"§+\s*\d+\s*\w?(?:,? stk\. \d+)?(?: i (?P<act>[\wæøå ]*lov\w*))?", re.IGNORECASE)
GRANT = re.compile(r"\b(?:tilskud|pulje|bevilling|tillægsbevilling|støtte|fond)\w*", re.IGNORECASE)
# Words in a shingle; a shingle of more items than this is a form of words.
SHINGLE, COMMON = 8, 20


def text_lines(text):
    """Paragraphs of plain text or markdown, and rows of tables, without marks and page heads."""
    lines, paragraph = [], []
    for line in text.replace("\f", "\n\f").split("\n"):
        line = "" if PAGE_HEAD.match(line) else line.strip()
        row = "\t" in line or line.startswith("|")
        if row or not line or ITEM.match(line) or line.startswith("#"):
            if paragraph:
                lines.append(" ".join(paragraph))
                paragraph = []
        if row:
            if not set(line) <= set("|- "):
                lines.append("\t".join(cell.strip() for cell in re.split(r"[|\t]", line.strip("|"))))
        elif line.startswith("#") or ITEM.match(line):
            lines.append(line.strip("# *"))
        elif line:
            paragraph.append(line.lstrip("- ").strip("*"))
    if paragraph:
        lines.append(" ".join(paragraph))
    return lines


def html_lines(html):
    """The text of headings, paragraphs, points and rows in their order."""
    soup = BeautifulSoup(html, "lxml")
    for tag in soup(["script", "style", "nav"]):
        tag.decompose()
    lines = []
    for tag in soup.find_all(["h1", "h2", "h3", "h4", "p", "li", "tr"]):
        if tag.name == "tr":
            lines.append("\t".join(cell.get_text(" ", strip=True) for cell in tag.find_all(["td", "th"])))
            continue
        if tag.name == "li" and tag.parent.name == "ol":
            place = len(tag.find_previous_siblings("li")) + 1
            lines.append(f"{place}. {tag.get_text(' ', strip=True)}")
            continue
        for br in tag.find_all("br"):
            br.replace_with("\n")
        lines.extend(line.strip() for line in tag.get_text().replace("\xa0", " ").split("\n") if line.strip())
    return lines


def first_agenda(source):
    """Header and items of the publishing system's JSON."""
    data = json.loads(source)
    meeting = data["Moede"]
    header = {
        "committee": data["Udvalg"]["Navn"],
        "meeting_date": meeting["Dato"][:10],
        "kind": "minutes" if meeting["Afsluttet"] else "agenda",
        "municipality": None,
    }
    items, lines = [], []
    for point in data["Dagsordenpunkter"]:
        body = [line for field in point["Felter"] for line in html_lines(field["Html"] or "")]
        site = re.search(r"https?://(?:www\.|dagsordener\.)?([\w-]+)\.dk", str(point["Felter"][0].get("Link")))
        header["municipality"] = header["municipality"] or (site and site[1])
        item = {"number": point["Number"], "title": point["Caption"], "case_number": point["CaseNumber"], "lines": body}
        item["attachments"] = [attachment["Navn"] for attachment in point["Bilag"]]
        items.append(item)
        lines += [point["Caption"], *body]
    return header, items, "\n".join(lines)


def header_of(lines):
    """Whose meeting it is, and when."""
    header = {"municipality": None, "committee": None, "meeting_date": None, "kind": None}
    for line in lines[:30]:
        if header["municipality"] is None and (found := MUNICIPALITY.search(line)):
            header["municipality"] = found[1]
        if header["kind"] is None and (found := KIND.match(line)):
            header["kind"] = "minutes" if found[1].lower() == "referat" else "agenda"
            header["committee"] = found[2].strip()
        if header["meeting_date"] is None and (found := DATE.search(line)):
            header["meeting_date"] = f"{found[3]}-{MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}"
    return header


def items_of(lines):
    """Items: a number and a title, with a case number in the next line."""
    items = []
    for at, line in enumerate(lines):
        found = ITEM.match(line)
        case = CASE.match(lines[at + 1]) if found and at + 1 < len(lines) else None
        if case:
            items.append({"number": found[1], "title": found[2], "case_number": case[1], "lines": [], "attachments": []})
        elif items and not CASE.match(line):
            items[-1]["lines"].append(line)
    return items


def sections_of(lines):
    """The lines below each known heading."""
    sections, current = {}, None
    for line in lines:
        name = SECTIONS.get(line.strip(": ").lower())
        if name:
            current = name
            sections.setdefault(name, [])
        elif current:
            sections[current].append(line)
    return sections


def outcome_of(words):
    return next((outcome for pattern, outcome in OUTCOMES if pattern.search(words)), "other")


def decisions_of(lines):
    rows = []
    for line in lines:
        found = POINT.match(line)
        point, words = (found[1], found[2]) if found else (None, line)
        rows.append({"point": point, "outcome": outcome_of(words), "text": words})
    return rows


def recommendations_of(lines):
    rows = []
    for line in lines:
        found = POINT.match(line)
        point, words = (found[1], found[2]) if found else (None, line)
        if words.startswith("at "):
            rows.append({"point": point, "text": words})
    return rows


def figure_of(found, thousands=False):
    """A number with its unit; none where nothing says what it counts."""
    unit = (found["unit"] or "").lower().rstrip(".")
    scale = (found["scale"] or "").lower().replace(".", "")
    money = bool(found["before"]) or unit in ("kr", "kroner") or scale in ("mio", "mia")
    if not (money or unit or thousands):
        return None
    value = Decimal(found["number"].replace("–", "-").replace(".", "").replace(",", "."))
    value *= SCALES.get(scale, 1) * (1000 if thousands else 1)
    kind = "money" if money or thousands else "percent" if unit in ("%", "pct", "procent") else "count"
    return {"kind": kind, "value": float(value), "unit": "DKK" if kind == "money" else unit, "raw": found[0].strip()}


def figures_of(section, lines):
    rows, thousands = [], False
    for line in lines:
        if "\t" in line:
            label, *cells = line.split("\t")
            thousands = thousands or "1.000 kr" in label
            for column, cell in enumerate(cells):
                found = FIGURE.fullmatch(cell.strip())
                figure = figure_of(found, thousands) if found else None
                if figure:
                    rows.append(figure | {"section": section, "found_in": "table", "row_label": label, "column": column, "sentence": line})
            continue
        thousands = False
        if not any(char.isdigit() for char in line):
            continue
        for sentence in SENTENCE_END.split(line):
            year = YEAR.search(sentence)
            for found in FIGURE.finditer(sentence):
                figure = figure_of(found)
                if figure:
                    rows.append(figure | {"section": section, "found_in": "prose", "year": year and year[1], "sentence": sentence})
    return rows


def topics():
    """Topics and the pattern that tells of each, from the program's own word lists."""
    data = tomllib.loads((Path(__file__).parents[2] / "data" / "topics.toml").read_text())
    found = []
    for topic in data["topic"]:
        words = [r"\b" + re.escape(word.lower()).replace(r"\*", r"\w*") + r"\b" for word in topic.get("words", [])]
        if words:
            found.append((topic["name"], re.compile("|".join(words))))
    return found


TOPICS = topics()


def topics_of(title, text):
    title, text = title.lower(), text.lower()
    rows = []
    for name, pattern in TOPICS:
        hits = len(pattern.findall(text))
        in_title = bool(pattern.search(title))
        if hits or in_title:
            rows.append({"topic": name, "hits": hits, "in_title": in_title})
    return rows


def segments_of(text, lines):
    """Where each line stands in the text, and of what section it is."""
    rows, at, section = [], 0, None
    for line in lines:
        start = text.find(line, at)
        name = SECTIONS.get(line.strip(": ").lower())
        section = name or section
        kind = "heading" if name else "section"
        rows.append({"kind": kind, "section": section, "span_start": start, "span_end": start + len(line)})
        at = start + len(line)
    return rows


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {hash(run) for run in zip(*(words[start:] for start in range(SHINGLE)))}


def overlaps(texts):
    """Pairs of items that share shingles, and how large a share of each."""
    places = defaultdict(list)
    sizes = {}
    for item, text in texts:
        found = shingles(text)
        sizes[item] = len(found)
        for shingle in found:
            places[shingle].append(item)
    shared = Counter()
    for items in places.values():
        if 1 < len(items) <= COMMON:
            shared.update(combinations(items, 2))
    return [
        {"item_a": a, "item_b": b, "shared_share_a": count / sizes[a], "shared_share_b": count / sizes[b]}
        for (a, b), count in shared.items()
        if count >= 20
    ]


def beside(rows, keyed, title, body):
    """What is not of the main tables."""
    text = "\n".join(body)
    rows["legal_references"] += [
        keyed | {"text": found[0], "act": found["act"]} for line in body if "§" in line for found in LEGAL.finditer(line)
    ]
    rows["item_topics"] += [keyed | row for row in topics_of(title, text)]
    rows["item_overlap"].append((keyed["item_id"], text))
    figures = [row for row in rows["figures"] if row["item_id"] == keyed["item_id"]]
    told = [row for row in figures if row["kind"] == "money" and GRANT.search(row["sentence"])]
    rows["grants"] += [keyed | {"amount_dkk": row["value"], "text": row["sentence"]} for row in told]


def read(path, main_only):
    """The rows of one document, table by table."""
    content = path.read_bytes()
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        source = content.decode("cp1252")
    if path.suffix == ".json":
        header, items, text = first_agenda(source)
    else:
        lines = html_lines(source) if path.suffix == ".html" else text_lines(source)
        header, items, text = header_of(lines), items_of(lines), "\n".join(lines)
    document = hashlib.sha256(content).hexdigest()[:16]
    keys = {"document_id": document, "municipality": header["municipality"], "meeting_date": header["meeting_date"]}
    rows = {name: [] for name in TABLES}
    rows["documents"].append({"document_id": document, "source_path": str(path), "items": len(items), **header})
    rows["texts"].append({"document_id": document, "text": text})
    if not main_only:
        rows["segments"] = [{"document_id": document} | row for row in segments_of(text, text.split("\n"))]
    for position, item in enumerate(items, 1):
        body = item.pop("lines")
        sections = sections_of(body)
        attachments = item.pop("attachments") or sections.get("attachments", [])
        keyed = keys | {"item_id": f"{document}/{item['number']}"}
        rows["items"].append(keyed | item | {
            "position": position,
            "summary": "\n".join(sections.get("summary", [])),
            "recommendation_text": "\n".join(sections.get("recommendation", [])),
            "decision_text": "\n".join(sections.get("decision", [])),
        })
        rows["decisions"] += [keyed | row for row in decisions_of(sections.get("decision", []))]
        rows["recommendations"] += [keyed | row for row in recommendations_of(sections.get("recommendation", []))]
        rows["attachments"] += [keyed | {"position": at, "title": title} for at, title in enumerate(attachments, 1)]
        for name in ("summary", "recommendation", "decision", "account", "economy"):
            figures = [keyed | row for row in figures_of(name, sections.get(name, []))]
            rows["figures"] += figures
        if not main_only:
            beside(rows, keyed, item["title"], body)
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--main", action="store_true")
    asked = parser.parse_args()
    out = asked.out
    read_one = partial(read, main_only=asked.main)
    paths = sorted(path for path in asked.documents.rglob("*") if path.suffix in (".txt", ".md", ".html", ".json"))
    tables = {name: [] for name in TABLES}
    pool = Pool(asked.processes) if asked.processes > 1 else None
    for rows in pool.imap(read_one, paths, chunksize=8) if pool else map(read_one, paths):
        for name, more in rows.items():
            tables[name] += more
    tables["item_overlap"] = overlaps(tables["item_overlap"])
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        frame = pd.DataFrame(rows)
        if "meeting_date" in frame and len(frame):
            frame = frame.sort_values(["municipality", "meeting_date"], kind="stable")
        frame.to_parquet(out / f"{name}.parquet", engine="pyarrow", compression="zstd", index=False)
        print(f"{name}: {len(frame)} rows")


if __name__ == "__main__":
    main()
