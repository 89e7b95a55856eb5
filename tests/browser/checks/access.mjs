// axe-core finds nothing serious, and nothing runs out of the page: wide and narrow, light and dark.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { overheard, visit } from "./page.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOOKS = [1280, 390].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));

export const access = async (browser, file) => {
  const faults = [];
  const minor = new Set();
  for (const look of LOOKS) {
    const visited = await visit(browser, file, look);
    const { page } = visited;
    const name = `${look.width} px ${look.scheme}`;
    // With a passage lit and the way back shown, so that these are looked at too.
    await page.evaluate(() => document.querySelector(".refs a").click());
    await page.waitForFunction(() => document.querySelector("mark.hit") && !document.querySelector(".return").hidden);
    await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
    for (const { id, impact, help, nodes } of violations) {
      const words = `${name}: ${id} (${impact}): ${help}: ${nodes.length} times, such as ${nodes[0].html.slice(0, 120)} ${nodes[0].any[0]?.message ?? ""}`;
      if (["serious", "critical"].includes(impact)) faults.push(words);
      else minor.add(`${id} (${impact})`);
    }
    const [has, needs] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]);
    if (needs > has) faults.push(`${name}: the page is ${needs} px wide`);
    faults.push(...overheard(visited));
    await visited.close();
  }
  const rest = minor.size === 0 ? "none of any kind" : `lesser ones: ${[...minor].join(", ")}`;
  return { faults, said: `no serious fault at 1280 and 390 px, light and dark; ${rest}` };
};
