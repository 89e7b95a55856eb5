// Quoted words stand in the named document on the named line: read from the documents themselves, not from the report.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { visit } from "./page.mjs";

export const documents = async (browser, file, folder) => {
  const visited = await visit(browser, file);
  const passages = await visited.page.evaluate(() =>
    [...document.querySelectorAll("li[data-e]")].map((listed) => {
      const id = listed.dataset.e.split(" ")[0];
      const words = [...document.querySelectorAll(`mark[data-e~="${id}"]`)].map((mark) => mark.textContent).join("");
      const line = Number(listed.querySelector(".at").textContent.match(/(\d+)\s*$/)[1]);
      return { id, words, line, path: listed.closest(".source").dataset.path };
    }));
  await visited.close();
  const faults = [];
  let held = 0;
  for (const { id, words, line, path } of passages) {
    const source = join(folder, path);
    // Other forms (PDF, JSON) have no lines of their own; the program's tests hold those.
    if (!/\.(txt|md)$/.test(path)) continue;
    if (!existsSync(source)) {
      faults.push(`e${id}: no document ${path}`);
      continue;
    }
    const rest = readFileSync(source, "utf8").replaceAll("\r\n", "\n").split("\n").slice(line - 1).join("\n");
    const at = rest.indexOf(words);
    if (at < 0 || rest.slice(0, at).includes("\n")) faults.push(`e${id}: ${path} line ${line} does not hold ${JSON.stringify(words.slice(0, 80))}`);
    else held += 1;
  }
  return { faults, said: `${held} of ${passages.length} passages found in their documents on their lines` };
};
