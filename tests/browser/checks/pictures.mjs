// Pictures of the page for people to look at: wide, narrow, dark, and as printed.

import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { visit } from "./page.mjs";

export const pictures = async (browser, file, folder) => {
  mkdirSync(folder, { recursive: true });
  const name = join(folder, basename(file, ".html"));
  for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]) {
    const { page, close } = await visit(browser, file, { width, scheme });
    await page.screenshot({ path: `${name}-${width}-${scheme}.png` });
    await page.screenshot({ path: `${name}-${width}-${scheme}-whole.png`, fullPage: true });
    await page.evaluate(() => document.querySelector(".refs a").click());
    await page.waitForFunction(() => document.querySelector("mark.hit"));
    await page.screenshot({ path: `${name}-${width}-${scheme}-source.png` });
    await close();
  }
  const { page, close } = await visit(browser, file);
  await page.pdf({ path: `${name}.pdf`, preferCSSPageSize: true, printBackground: false });
  await close();
  return { faults: [], said: `in ${folder}` };
};
