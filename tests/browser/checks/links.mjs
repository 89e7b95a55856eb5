// Every link to evidence leads to the exact words that are quoted, and back to where the reader came from.

import { PATIENCE, overheard, visit } from "./page.mjs";

// Runs in the page. A passage's words are those of all marks that name it; what is quoted is told apart from them, in
// the list above the item and in quotations.
const inPage = (patience) => {
  const digest = async (words) => {
    const hashed = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words));
    return [...new Uint8Array(hashed)].slice(0, 8).map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const marks = (id) => [...document.querySelectorAll(`mark[data-e~="${id}"]`)];
  // The page follows an address when it is told of the change, which need not be before the next timer.
  const followed = (to) => to === location.hash ? Promise.resolve() : new Promise((done) => {
    addEventListener("hashchange", done, { once: true });
    setTimeout(done, patience);
  });

  const look = async (link) => {
    const faults = [];
    const to = link.getAttribute("href");
    const id = to.slice(2);
    const fault = (words) => faults.push(`${to} (${link.id || link.closest("[id]")?.id}): ${words}`);
    const target = document.getElementById(to.slice(1));
    if (!target) return [`${to} leads nowhere`];
    const words = marks(id).map((mark) => mark.textContent).join("");
    const listed = document.querySelector(`li[data-e~="${id}"]`);
    if (!listed) return [`${to} is not in the list of its item`];
    if (!target.closest(".source").contains(listed)) fault("is listed under another item");
    const [start, gap] = listed.querySelector("q").childNodes;
    const end = gap ? listed.querySelector("q").lastChild.textContent : "";
    const fits = gap
      ? words.startsWith(start.textContent) && words.endsWith(end)
      : words === start.textContent;
    if (!fits) fault(`marked ${JSON.stringify(words)}, quoted ${listed.querySelector("q").textContent}`);
    if ((await digest(words)) !== listed.dataset.digest) fault(`marked other words: ${JSON.stringify(words)}`);
    const quote = link.closest("figure.quote")?.querySelector("blockquote");
    if (quote && quote.textContent !== words) fault("marked words are not those of the quotation");
    if (target.closest("mark") !== marks(id)[0]) fault("the link does not lead to the first of the words");
    return faults;
  };

  const click = async (link) => {
    const to = link.getAttribute("href");
    const arrival = followed(to);
    if (link.click) link.click();
    else link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    await arrival;
    const faults = [];
    const fault = (words) => faults.push(`${to} (${link.id}): ${words}`);
    if (location.hash !== to) fault(`clicked, but the page is at ${location.hash}`);
    const target = document.getElementById(to.slice(1));
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS" && !node.open) fault("the words are folded away");
    }
    const { top, bottom, height } = target.getBoundingClientRect();
    const isLong = height > innerHeight * 0.8;
    if (isLong ? bottom < 0 || top > innerHeight : top < 0 || bottom > innerHeight) fault("the words are out of sight");
    const lit = [...document.querySelectorAll("mark.hit")];
    const own = marks(to.slice(2));
    if (lit.length !== own.length || !own.every((mark) => lit.includes(mark))) fault("other words are lit");
    const back = document.querySelector(".return a");
    if (document.querySelector(".return").hidden) fault("there is no way back");
    if (link.id && back.getAttribute("href") !== `#${link.id}`) fault(`back leads to ${back.getAttribute("href")}`);
    if (!document.getElementById(back.getAttribute("href").slice(1))) fault("back leads nowhere");
    return faults;
  };

  window.walk = async () => {
    const every = [...document.querySelectorAll('a[href^="#e"]')].filter((link) =>
      /^#e\d+$/.test(link.getAttribute("href")));
    const faults = [];
    for (const link of every) {
      faults.push(...(await look(link)));
      // Links of a picture that is not shown at this width are looked at only.
      if (link.closest("svg") && !link.getClientRects().length) continue;
      faults.push(...(await click(link)));
    }
    const citing = every.filter((link) => !link.closest(".source"));
    const quoted = new Set(citing.map((link) => link.getAttribute("href")));
    for (const mark of document.querySelectorAll("mark")) {
      for (const id of mark.dataset.e.split(" ")) {
        // Passages with the same place share an entry of the list.
        const same = document.querySelector(`li[data-e~="${id}"]`)?.dataset.e.split(" ") ?? [];
        if (!same.some((name) => quoted.has(`#e${name}`))) faults.push(`e${id} is marked, but nothing cites it`);
      }
    }
    return { faults, links: every.length, passages: quoted.size };
  };
};

export const links = async (browser, file) => {
  const visited = await visit(browser, file);
  await visited.page.evaluate(inPage, PATIENCE);
  const { faults, links, passages } = await visited.page.evaluate(() => window.walk());
  if (links === 0) faults.push("the report cites nothing");
  faults.push(...(await byMouse(visited.page)), ...overheard(visited));
  await visited.close();
  return { faults, said: `${links} links to ${passages} passages, each clicked, each with the exact words` };
};

// The first link with a mouse, and back with the keyboard.
const byMouse = async (page) => {
  const link = page.locator(".refs a:visible").first();
  const [id, to] = [await link.getAttribute("id"), await link.getAttribute("href")];
  await link.click();
  const faults = [];
  await page.waitForURL((url) => url.hash === to).catch(() => faults.push(`the mouse leads to ${page.url()}, not ${to}`));
  // The way back shows only after the page has followed the link, and keys overtake that: a person sees it first.
  const wayBack = page.locator(`#page-return a[href="#${id}"]`);
  await wayBack.waitFor({ state: "visible" }).catch(() => faults.push(`no way back to ${id} is shown`));
  await page.keyboard.press("Escape");
  await page.waitForFunction((name) => document.activeElement?.id === name, id).catch(() =>
    faults.push(`Escape does not lead back to ${id}`));
  return faults;
};

// Without script nothing is folded away and links work all the same.
export const withoutScript = async (browser, file) => {
  const visited = await visit(browser, file, { script: false });
  const { page } = visited;
  const faults = [];
  const closed = await page.locator(".source details:not([open])").count();
  if (closed > 0) faults.push(`${closed} texts are folded away`);
  const unseen = await page.locator("main tr:not(details:not([open]) tr), main .refs a:not(details:not([open]) a)")
    .evaluateAll((all) => all.filter((one) => one.getClientRects().length === 0).length);
  if (unseen > 0) faults.push(`${unseen} rows or links are not shown`);
  const link = page.locator(".refs a:visible").first();
  const to = await link.getAttribute("href");
  await link.click();
  await page.waitForURL((url) => url.hash === to).catch(() => faults.push(`${to} is not reached`));
  if (!(await comesInSight(page.locator(`[id="${to.slice(1)}"]`)))) faults.push(`${to} is out of sight`);
  faults.push(...overheard(visited));
  await visited.close();
  return { faults, said: "all rows, links and texts are there" };
};

// The browser turns to the words a moment after the address has changed.
const comesInSight = async (words) => {
  for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
    const box = await words.boundingBox();
    if (box && box.y + box.height >= 0 && box.y <= 900) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
};
