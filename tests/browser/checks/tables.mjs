// Tables sort by number, day and Danish alphabet, whichever way, and show what is filtered for.

import { overheard, visit } from "./page.mjs";

const inPage = () => {
  const fault = (table, words) => `${table.closest(".table").id}: ${words}`;
  const wordsOf = (cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(".refs").forEach((refs) => refs.remove());
    return copy.textContent.trim();
  };
  // Keys as the words say them, not as the page's script takes them.
  const months = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"];
  const danish = document.documentElement.lang === "da";
  const number = (words) => {
    const plain = words.replace(/[\u00a0%\s]|kr\.?/g, "").replace("−", "-");
    return Number(danish ? plain.replaceAll(".", "").replace(",", ".") : plain.replaceAll(",", ""));
  };
  const day = (words) => {
    const [date, month, year] = words.replace(".", "").toLowerCase().split(" ");
    const at = months.findIndex((name) => name.slice(0, 3) === month.replace("oct", "okt").replace("may", "maj").slice(0, 3));
    return Number(year) * 10000 + at * 100 + Number(date);
  };
  const keyOf = (cell) => {
    if (cell.classList.contains("x")) return null;
    if (cell.classList.contains("n")) return number(wordsOf(cell));
    if (cell.classList.contains("d")) return day(wordsOf(cell));
    return wordsOf(cell);
  };
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const inOrder = (keys) => keys.every((key, at) => {
    const before = keys[at - 1];
    if (at === 0 || key === null) return true;
    if (before === null) return false;
    return typeof key === "number" ? before <= key : collator.compare(before, key) <= 0;
  });

  const sorts = (table) => {
    const faults = [];
    const body = table.tBodies[0];
    const all = new Set(body.rows);
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const keys = () => [...body.rows].map((row) => keyOf(row.cells[column]));
      if (keys().some(Number.isNaN)) faults.push(fault(table, `column ${column + 1} holds what is no number`));
      for (const way of ["ascending", "descending"]) {
        header.querySelector("button").click();
        const found = keys();
        const known = found.filter((key) => key !== null);
        if (way === "descending") known.reverse();
        const unknown = found.slice(known.length).every((key) => key === null);
        if (!inOrder(known) || !unknown) faults.push(fault(table, `column ${column + 1} does not sort ${way}`));
        if (header.getAttribute("aria-sort") !== way) faults.push(fault(table, `${way} is not told`));
        if (table.querySelectorAll("[aria-sort]").length !== 1) faults.push(fault(table, "two columns say that they sort"));
      }
    });
    if (body.rows.length !== all.size || ![...body.rows].every((row) => all.has(row))) {
      faults.push(fault(table, "sorting loses rows"));
    }
    return faults;
  };

  const filters = (table) => {
    const faults = [];
    const box = table.closest(".table");
    const [field, count] = [box.querySelector("input"), box.querySelector("output")];
    const rows = [...table.tBodies[0].rows];
    const type = (words) => {
      field.value = words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return rows.filter((row) => !row.hidden && row.getClientRects().length > 0);
    };
    const wanted = wordsOf(rows.at(-1).cells[0]);
    const shown = type(wanted.toUpperCase());
    if (!shown.includes(rows.at(-1))) faults.push(fault(table, `${wanted} does not find its row`));
    for (const row of shown) {
      const words = [...row.cells].map(wordsOf).join(" ").toLocaleLowerCase("da");
      if (!wanted.toLocaleLowerCase("da").split(/\s+/).every((word) => words.includes(word))) {
        faults.push(fault(table, `${wanted} shows a row without it`));
      }
    }
    if (!count.value.startsWith(`${shown.length} `) || !count.value.includes(` ${rows.length} `)) {
      faults.push(fault(table, `${shown.length} rows are shown, but it says ${count.value}`));
    }
    if (type("xyzzy findes ikke").length !== 0) faults.push(fault(table, "nothing is not filtered away"));
    if (type("").length !== rows.length) faults.push(fault(table, "rows stay away"));
    return faults;
  };

  // What is unknown is no empty cell: it shows a dash, and says what that means.
  const unknown = [...document.querySelectorAll("td, tbody th")].filter((cell) => cell.textContent === "").flatMap((cell) =>
    /–.*\/.*\w/.test(getComputedStyle(cell, "::before").content)
      ? []
      : [`${cell.closest("[id]").id}: an empty cell shows ${getComputedStyle(cell, "::before").content}`]);

  const tables = [...document.querySelectorAll("[data-sorts] table")];
  const filtered = tables.filter((table) => table.closest("[data-filters]"));
  return {
    faults: [...unknown, ...tables.flatMap(sorts), ...filtered.flatMap(filters)],
    said: `${tables.length} sort, ${filtered.length} filter`,
  };
};

export const tables = async (browser, file) => {
  const visited = await visit(browser, file);
  const found = await visited.page.evaluate(inPage);
  found.faults.push(...overheard(visited));
  await visited.close();
  return found;
};
