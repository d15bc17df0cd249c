"use strict";
// Comfort only: the report is complete without this file. Nothing is inserted as markup.
document.addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement, by = id => document.getElementById(id);

  const theme = by("theme"), themes = ["system", "light", "dark"];
  let chosen = "system";
  try { chosen = localStorage.getItem("streams-theme") || "system"; } catch { /* a file may have no storage */ }
  const paint = () => {
    if (chosen === "system") delete root.dataset.theme; else root.dataset.theme = chosen;
    theme.textContent = "Theme: " + chosen;
  };
  if (!themes.includes(chosen)) chosen = "system";
  theme.hidden = false;
  theme.addEventListener("click", () => {
    chosen = themes[(themes.indexOf(chosen) + 1) % themes.length];
    try { localStorage.setItem("streams-theme", chosen); } catch { /* as above */ }
    paint();
  });
  paint();

  const details = [...document.querySelectorAll("article.account > details")];
  by("open-all").parentElement.hidden = details.length === 0;
  by("open-all").addEventListener("click", () => details.forEach(d => { d.open = true; }));
  by("close-all").addEventListener("click", () => details.forEach(d => { d.open = false; }));

  // A link to an account opens it, also where the browser does not do so by itself.
  const reveal = () => {
    const target = /^#[art]\d+$/.test(location.hash) ? by(location.hash.slice(1)) : null;
    if (!target) return;
    const closed = target.closest("details");
    if (closed) closed.open = true;
    (closed || target).scrollIntoView();
    if (target.tabIndex === -1) target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  reveal();

  const table = by("ranked");
  if (!table) return;
  const body = table.tBodies[0], rows = [...body.rows];
  const words = rows.map(row => row.textContent.toLowerCase());
  const find = by("find"), picks = [...document.querySelectorAll("input[name=level]")], shown = by("shown"), all = shown.textContent;
  by("filters").hidden = false;
  const filter = () => {
    const terms = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const levels = new Set(picks.filter(p => p.checked).map(p => p.value));
    let count = 0;
    rows.forEach((row, i) => {
      const hit = levels.has(row.dataset.level) && terms.every(term => words[i].includes(term));
      row.hidden = !hit;
      if (hit) count++;
    });
    shown.textContent = count === rows.length ? all : count + " of " + all;
  };
  find.addEventListener("input", filter);
  picks.forEach(pick => pick.addEventListener("change", filter));

  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const number = head.dataset.sort === "n";
      const rank = column === 0, now = head.getAttribute("aria-sort");
      const up = now ? now !== "ascending" : rank || !number;
      heads.forEach(h => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = row => { const cell = row.cells[column]; return cell.dataset.v ?? cell.textContent; };
      const keyed = rows.map((row, i) => ({ row, i, key: number ? Number(key(row)) : key(row) }));
      // What has no value comes last either way.
      keyed.sort((a, b) => (a.key === "") - (b.key === "")
        || (up ? 1 : -1) * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) || a.i - b.i);
      body.append(...keyed.map(k => k.row));
    });
  });

  // Arrow keys walk the rows; Enter on a row's link opens the account.
  body.addEventListener("keydown", event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target.closest("tr");
    if (!step || !row) return;
    let next = row;
    do next = step > 0 ? next.nextElementSibling : next.previousElementSibling; while (next && (next.hidden || !next.querySelector("th a")));
    if (!next) return;
    event.preventDefault();
    next.querySelector("th a").focus();
  });
});
