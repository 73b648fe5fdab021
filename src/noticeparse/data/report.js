"use strict";
(() => {
  const root = document.documentElement;
  const words = JSON.parse(document.getElementById("words").textContent);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const detail = document.getElementById("detail");
  const narrow = matchMedia("(max-width: 760px)");

  // language: every label is an element with data-t (its text) or data-l (its aria-label)
  const speak = (language) => {
    const at = language === "en" ? 1 : 0;
    root.lang = language;
    for (const e of all("[data-t]")) e.textContent = words[e.dataset.t][at];
    for (const e of all("[data-l]")) e.setAttribute("aria-label", words[e.dataset.l][at]);
    for (const b of all("[data-language]")) b.setAttribute("aria-pressed", String(b.dataset.language === language));
    tell();
  };

  // filters: a class no-… on the root hides marks and cards of one sort
  const off = () => new Set(all(".filters input").filter((i) => !i.checked).map((i) => i.value));
  const tell = () => {
    const hidden = off();
    const cards = all(".side .card[data-sort]").filter((c) => !c.closest("#detail"));
    const shown = cards.filter((c) => !hidden.has(c.dataset.sort)).length;
    document.getElementById("shown").textContent =
      `${words.shown[root.lang === "en" ? 1 : 0]} ${shown} / ${cards.length}`;
  };
  const filter = () => {
    const hidden = off();
    for (const i of all(".filters input")) root.classList.toggle("no-" + i.value, !i.checked);
    for (const a of all("a.m")) {
      const seen = a.dataset.opens.split(" ").some((sort) => !hidden.has(sort));
      a.tabIndex = seen ? 0 : -1;
    }
    tell();
  };

  // choosing a mark or a card lights every piece of it and shows what is known of it
  const sortOf = (ref) => document.getElementById(ref)?.dataset.sort;
  const pieces = (ref) => all(".m").filter((m) => m.dataset.refs.split(" ").includes(ref));
  let chosenFrom = null;
  const choose = (refs, from) => {
    const hidden = off();
    const seen = refs.filter((ref) => !hidden.has(sortOf(ref)));
    for (const m of all(".m.on")) m.classList.remove("on");
    for (const ref of seen) for (const m of pieces(ref)) m.classList.add("on");
    const list = detail.querySelector(".cards");
    list.replaceChildren(...seen.map((ref) => {
      const copy = document.getElementById(ref).cloneNode(true);
      copy.removeAttribute("id");
      return copy;
    }));
    detail.hidden = seen.length === 0;
    chosenFrom = from;
    if (!detail.hidden) document.getElementById("side").scrollTop = 0;
  };
  const close = () => {
    choose([], null);
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".m");
    if (mark) {
      event.preventDefault();
      choose(mark.dataset.refs.split(" "), mark);
      return;
    }
    const place = event.target.closest("a[data-ref]");
    if (place) {
      choose([place.dataset.ref], place);
      const target = document.getElementById(place.getAttribute("href").slice(1));
      target?.focus({ preventScroll: true });
    }
    if (event.target.closest(".outline a") && narrow.matches) document.querySelector(".outline details").open = false;
    const language = event.target.closest("[data-language]");
    if (language) speak(language.dataset.language);
    if (event.target.closest("#close")) {
      const back = chosenFrom;
      close();
      back?.focus({ preventScroll: true });
    }
    const step = event.target.closest("[data-step]");
    if (step) go(Number(step.dataset.step));
    const jump = event.target.closest(".jump a, .tiles a, .tabs a");
    if (jump) {
      if (jump.closest(".jump")) close();
      show(jump.getAttribute("href").slice(1));
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !detail.hidden) {
      const back = chosenFrom;
      close();
      back?.focus({ preventScroll: true });
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest(".filters")) filter();
  });

  // one box of the side at a time; the links above them say which
  const show = (id) => {
    const boxes = all("#side > details");
    if (!boxes.some((box) => box.id === id)) {
      const box = document.getElementById(id)?.querySelector("details");
      if (box) box.open = true;
      return;
    }
    for (const box of boxes) box.open = box.id === id;
    for (const tab of all(".tabs a")) {
      if (tab.hash === "#" + id) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  };

  // from one shown finding to the next
  let current = -1;
  const go = (by) => {
    const hidden = off();
    const cards = all("#findings .card").filter((c) => !hidden.has(c.dataset.sort));
    if (!cards.length) return;
    current = (current + by + cards.length) % cards.length;
    const link = cards[current].querySelector("a[data-ref]");
    choose([link.dataset.ref], link);
    const target = document.getElementById(link.getAttribute("href").slice(1));
    target.scrollIntoView({ block: "center" });
  };

  // on paper every section but the facts is open
  const closed = [];
  addEventListener("beforeprint", () => {
    for (const d of all("details:not([open])")) { closed.push(d); d.open = true; }
  });
  addEventListener("afterprint", () => { for (const d of closed.splice(0)) d.open = false; });

  show(document.querySelector("#findings .card") ? "findings" : "issues");
  if (narrow.matches) for (const d of all(".outline details, details.filters")) d.open = false;
  filter();
  root.classList.add("ready");
})();
