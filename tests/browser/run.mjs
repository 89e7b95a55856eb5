// Opens reports in headless Chromium and holds them to what they promise.
//
//   node run.mjs [--documents FOLDER] [--pictures FOLDER] REPORT.html…
//
// --documents: the folder that the data set was built from; quoted words must then stand on the line that is named.
// --pictures: where screenshots and the printed form go, to be looked at.
// CHROMIUM: the browser to use; /usr/bin/chromium where it is not set.

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { access } from "./checks/access.mjs";
import { documents } from "./checks/documents.mjs";
import { links, withoutScript } from "./checks/links.mjs";
import { markup } from "./checks/markup.mjs";
import { open } from "./checks/open.mjs";
import { PATIENCE } from "./checks/page.mjs";
import { pictures } from "./checks/pictures.mjs";
import { tables } from "./checks/tables.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { documents: { type: "string" }, pictures: { type: "string" } },
});
if (positionals.length === 0) {
  console.error("usage: node run.mjs [--documents FOLDER] [--pictures FOLDER] REPORT.html…");
  process.exit(2);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // The browser's own sandbox does not run as root, as which containers often run.
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  timeout: PATIENCE,
});

let faults = 0;
const say = (check, found) => {
  for (const fault of found.faults.slice(0, 20)) console.log(`  FAULT ${check}: ${fault}`);
  if (found.faults.length > 20) console.log(`  FAULT ${check}: and ${found.faults.length - 20} more`);
  console.log(`  ${found.faults.length === 0 ? "ok   " : "FAULT"} ${check}: ${found.said}`);
  faults += found.faults.length;
};

try {
  for (const path of positionals) {
    const file = resolve(path);
    console.log(`${path} (${Math.round(statSync(file).size / 1024)} KB)`);
    say("valid HTML", await markup(readFileSync(file, "utf8")));
    say("opens alone", await open(browser, file));
    say("links to words", await links(browser, file));
    say("without script", await withoutScript(browser, file));
    say("tables", await tables(browser, file));
    say("access", await access(browser, file));
    if (values.documents) say("documents", await documents(browser, file, resolve(values.documents)));
    if (values.pictures) say("pictures", await pictures(browser, file, resolve(values.pictures)));
  }
} finally {
  await browser.close();
}
console.log(faults === 0 ? "no faults" : `${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
