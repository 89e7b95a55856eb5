// Sorting, filtering and finding the way from a figure to its words and back. Without it everything is still there.
"use strict";
(() => {
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const fromTemplate = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);
  // A cell's words without the numbers of its sources.
  const words = (cell) =>
    [...cell.childNodes].map((node) => (node.classList?.contains("refs") ? "" : node.textContent)).join(" ").trim();

  // Tables ------------------------------------------------------------------------------------------------------------
  const keyOf = (cell) => {
    if (cell.dataset.key === undefined) return cell.classList.contains("x") ? null : words(cell);
    const number = Number(cell.dataset.key);
    return Number.isNaN(number) ? cell.dataset.key : number;
  };
  const compare = (one, two) =>
    typeof one === "number" && typeof two === "number" ? one - two : collator.compare(one, two);

  const sort = (table, header) => {
    const direction = header.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row, at) => ({ row, at, key: keyOf(row.cells[header.cellIndex]) }));
    // What is unknown stays last whichever way; equal rows keep their order.
    keyed.sort((a, b) =>
      a.key === null || b.key === null
        ? (a.key === null) - (b.key === null) || a.at - b.at
        : direction * compare(a.key, b.key) || a.at - b.at);
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
    body.append(...keyed.map(({ row }) => row));
  };

  const filter = (table, field, output) => {
    const rows = [...table.tBodies[0].rows];
    // Read once, when it is first needed; the words do not change.
    let texts = null;
    const count = (shown) => {
      output.value = output.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length);
    };
    field.addEventListener("input", () => {
      texts ??= rows.map((row) => [...row.cells].map(words).join(" ").toLocaleLowerCase(language));
      const wanted = field.value.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        const fits = wanted.every((word) => texts[at].includes(word));
        row.hidden = !fits;
        shown += fits;
      });
      count(shown);
    });
    count(rows.length);
  };

  for (const box of document.querySelectorAll(".table")) {
    const table = box.querySelector("table");
    if ("sorts" in box.dataset) {
      for (const header of table.tHead.rows[0].cells) {
        const button = fromTemplate("page-sort");
        button.append(...header.childNodes);
        header.append(button);
      }
    }
    if ("filters" in box.dataset) {
      const tools = fromTemplate("page-filter");
      box.prepend(tools);
      filter(table, tools.querySelector("input"), tools.querySelector("output"));
    }
  }

  // Many sources beside one figure unfold on demand --------------------------------------------------------------------
  for (const rest of document.querySelectorAll(".refs .rest")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "unfold";
    button.textContent = `+${rest.childElementCount}`;
    button.setAttribute("aria-label", `${rest.childElementCount} ${document.body.dataset.more}`);
    rest.hidden = true;
    rest.before(button);
  }

  // Long stretches that all have fold away between the differences; without script they are open. ---------------------
  const KEPT = 160;
  const folded = (stretch) => {
    const whole = stretch.textContent;
    // At a gap between words, where there is one.
    const head = Math.max(whole.slice(0, KEPT).search(/\s\S*$/), 0) || KEPT;
    const tail = whole.length - KEPT + Math.max(whole.slice(-KEPT).search(/\s/), 0);
    const middle = document.createElement("span");
    middle.className = "folded";
    middle.hidden = true;
    middle.textContent = whole.slice(head, tail);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "show-common";
    button.textContent = document.body.dataset.common.replace("{signs}", (tail - head).toLocaleString(language));
    stretch.replaceChildren(whole.slice(0, head), button, middle, whole.slice(tail));
  };
  for (const stretch of document.querySelectorAll(".words > .common")) {
    if (stretch.textContent.length > 5 * KEPT) folded(stretch);
  }

  // To the words and back ------------------------------------------------------------------------------------------------
  const bar = document.getElementById("page-return");
  const passage = /^#e(\d+)$/;
  let from = null;
  let named = 0;

  // Long texts are folded until somebody wants to read them; without script they are open.
  const FOLDED_FROM = 4000;
  const folds = [...document.querySelectorAll(".source details")];
  const long = folds.filter((fold) => fold.lastElementChild.textContent.length > FOLDED_FROM);
  for (const fold of long) fold.open = false;

  const reveal = (target) => {
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
      if (node.classList.contains("rest") && node.hidden) unfold(node.previousElementSibling);
      if (node.tagName === "TR") node.hidden = false;
    }
  };
  const unfold = (button) => {
    button.nextElementSibling.hidden = false;
    button.remove();
  };

  const at = () => document.getElementById(location.hash.slice(1));

  const follow = () => {
    for (const marked of document.querySelectorAll("mark.hit")) marked.classList.remove("hit");
    const target = at();
    if (target) reveal(target);
    const id = passage.exec(location.hash)?.[1];
    bar.hidden = !(id && target);
    if (bar.hidden) return;
    for (const marked of document.querySelectorAll(`mark[data-e~="${id}"]`)) marked.classList.add("hit");
    const listed = document.querySelector(`li[data-e~="${id}"]`);
    const number = listed.value;
    const back = from?.to === location.hash ? from.place : document.getElementById(`c${number}`);
    const where = listed.closest(".source").querySelector(".where").textContent;
    bar.querySelector("span").textContent =
      `${bar.dataset.source} ${number}: ${where}, ${listed.querySelector(".at").textContent}`;
    bar.querySelector("a").setAttribute("href", `#${back?.id ?? "page-main"}`);
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center", behavior: "instant" });
  };

  document.addEventListener("click", (event) => {
    const sorter = event.target.closest(".sort");
    if (sorter) return sort(sorter.closest("table"), sorter.closest("th"));
    const more = event.target.closest(".unfold");
    if (more) {
      const rest = more.nextElementSibling;
      unfold(more);
      return rest.firstElementChild.focus();
    }
    const common = event.target.closest(".show-common");
    if (common) {
      common.nextElementSibling.hidden = false;
      return common.remove();
    }
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    const to = link.getAttribute("href");
    // Marks of a chart have no name of their own: the way back leads to their figure.
    const place = link.closest(".refs a") ?? link.closest("figure");
    if (place) {
      place.id ||= `c-${(named += 1)}`;
      from = { place, to };
    }
    const target = document.getElementById(to.slice(1));
    if (target) reveal(target);
    // The same link twice changes no address, but must lead there again.
    if (to === location.hash) follow();
  });
  window.addEventListener("hashchange", () => {
    follow();
    const target = at();
    if (target?.matches(".refs a")) target.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !bar.hidden) bar.querySelector("a").click();
  });
  // On paper nothing unfolds; afterwards the page is as it was.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const fold of opened) fold.open = true;
    for (const rest of document.querySelectorAll(".refs .rest")) rest.hidden = false;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
    for (const button of document.querySelectorAll(".unfold")) button.nextElementSibling.hidden = true;
  });
  if (location.hash) follow();
})();
