// A page in a fresh context, with all that it says on its console and all that it asks of the network.

import { pathToFileURL } from "node:url";

// Milliseconds that anything may take: a machine that does much else is slow, and that is no fault of the page.
export const PATIENCE = 300_000;

export const visit = async (browser, file, { width = 1280, scheme = "light", script = true } = {}) => {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: scheme,
    javaScriptEnabled: script,
    offline: true,
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const heard = { console: [], requests: [] };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) heard.console.push(message.text());
  });
  page.on("pageerror", (error) => heard.console.push(String(error)));
  page.on("request", (request) => {
    const asked = request.url();
    if (asked.split("#")[0] !== address && !asked.startsWith("data:")) heard.requests.push(asked);
  });
  await page.goto(address, { waitUntil: "load" });
  return { page, heard, close: () => context.close() };
};

// What a visit must not have heard.
export const overheard = ({ heard }) => [
  ...heard.console.map((words) => `console: ${words}`),
  ...heard.requests.map((address) => `asked the network for ${address}`),
];
