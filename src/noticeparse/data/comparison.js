"use strict";
(() => {
  const root = document.documentElement;
  const words = JSON.parse(document.getElementById("words").textContent);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const at = () => (root.lang === "en" ? 1 : 0);

  // how many statements are shown
  const tell = () => {
    const hidden = new Set(all(".filters input").filter((i) => !i.checked).map((i) => i.value));
    const rows = all(".row");
    const shown = rows.filter((row) => !hidden.has(row.dataset.sort)).length;
    document.getElementById("shown").textContent = `${words.shown[at()]} ${shown} / ${rows.length}`;
  };

  // language: every label is an element with data-t (its text) or data-l (its aria-label)
  const speak = (language) => {
    root.lang = language;
    for (const e of all("[data-t]")) e.textContent = words[e.dataset.t][at()];
    for (const e of all("[data-l]")) e.setAttribute("aria-label", words[e.dataset.l][at()]);
    for (const b of all("[data-language]")) b.setAttribute("aria-pressed", String(b.dataset.language === language));
    tell();
  };

  // a link into a closed box opens it, and one to a hidden statement shows its sort
  const reveal = (id) => {
    const target = document.getElementById(id);
    for (let e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    const row = target?.closest(".row");
    const box = row && document.querySelector(`.filters input[value="${CSS.escape(row.dataset.sort)}"]`);
    if (box && !box.checked) { box.checked = true; filter(); }
  };
  const filter = () => {
    for (const i of all(".filters input")) root.classList.toggle("no-" + i.value, !i.checked);
    tell();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) reveal(link.getAttribute("href").slice(1));
    const language = event.target.closest("[data-language]");
    if (language) speak(language.dataset.language);
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest(".filters")) filter();
  });

  // on paper every section is open
  const closed = [];
  addEventListener("beforeprint", () => {
    for (const d of all("details:not([open])")) { closed.push(d); d.open = true; }
  });
  addEventListener("afterprint", () => { for (const d of closed.splice(0)) d.open = false; });

  if (matchMedia("(max-width: 760px)").matches) document.querySelector("details.filters").open = false;
  if (location.hash) reveal(location.hash.slice(1));
  filter();
  root.classList.add("ready");
})();
