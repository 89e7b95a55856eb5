// The page opens by itself: nothing on the console, nothing from the network, its time measured.

import { overheard, visit } from "./page.mjs";

export const open = async (browser, file) => {
  const visited = await visit(browser, file);
  const times = await visited.page.evaluate(
    () =>
      new Promise((done) => {
        const shown = (entries) =>
          entries.find((entry) => entry.name === "first-contentful-paint")?.startTime;
        new PerformanceObserver((list) => {
          const paint = shown(list.getEntries());
          if (paint === undefined) return;
          const [load] = performance.getEntriesByType("navigation");
          done({ paint: Math.round(paint), load: Math.round(load.loadEventEnd) });
        }).observe({ type: "paint", buffered: true });
      }),
  );
  const policy = await visited.page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  const faults = overheard(visited);
  if (!policy?.startsWith("default-src 'none'") || policy.includes("unsafe")) faults.push(`policy: ${policy}`);
  await visited.close();
  return { faults, said: `shown after ${times.paint} ms, loaded after ${times.load} ms` };
};
