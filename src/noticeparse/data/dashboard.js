"use strict";
// The dashboard: what passes the filters is counted, drawn by Plotly, and listed. Words of the notices reach the page as
// text nodes only; where Plotly takes words, plain() takes the little markup it knows away from them.
(() => {
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const words = JSON.parse(by("words").textContent);
  const data = JSON.parse(by("data").textContent);
  const narrow = matchMedia("(max-width: 760px)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const config = { displayModeBar: false, responsive: true, doubleClick: false, scrollZoom: false, showTips: false };

  const english = () => root.lang === "en";
  const large = (yuan) => yuan / (english() ? 1e6 : 1e4); // what a reader of the language counts money in
  const say = (key) => (words[key] ? words[key][english() ? 1 : 0] : key);
  const plain = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const short = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);
  const number = (value, digits = 0) => value.toLocaleString("en-US", { maximumFractionDigits: digits });
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "on") element.addEventListener("click", value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  // ---------------------------------------------------------------- filters
  const filters = { genre: by("f-genre"), round: by("f-round"), from: by("f-from"), to: by("f-to"), group: by("f-group"), body: by("f-body") };
  const year = (notice) => (notice.day ? notice.day.slice(0, 4) : "");
  let passing = new Set();
  const passes = (notice) =>
    (!filters.genre.value || notice.genre === filters.genre.value) &&
    (!filters.round.value || notice.round === filters.round.value) &&
    (!filters.from.value || (year(notice) && year(notice) >= filters.from.value)) &&
    (!filters.to.value || (year(notice) && year(notice) <= filters.to.value)) &&
    (!filters.body.value.trim() || (notice.body || "").includes(filters.body.value.trim()));
  const inGroup = (topic) => !filters.group.value || (topic || "").startsWith(filters.group.value);
  const kept = (items) => items.filter((item) => passing.has(item[0]));
  const body = (n) => data.notices[n].body || say("nobody");
  const most = () => Number(by("f-rows").value) || Infinity;

  const counted = (items, key, amount = () => 1) => {
    const found = new Map();
    for (const item of items) found.set(key(item), (found.get(key(item)) || 0) + amount(item));
    return found;
  };
  const largest = (found) => [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most()).map(([key]) => key);

  // ---------------------------------------------------------------- the words behind a number
  const drill = by("drill");
  let openedFrom = null;
  const link = (notice) =>
    /^https?:\/\//i.test(notice.url || "") ? make("a", { href: notice.url, rel: "noopener noreferrer", target: "_blank" }, say("open_page")) : null;
  const card = (place, told) => {
    const notice = data.notices[place[0]];
    const quote = make("blockquote", { lang: "zh" }, place[5], make("mark", {}, place[4]), place[6]);
    const where = [notice.file, place[1] ? `${say("part")} ${place[1]}` : null, `[${place[2]}, ${place[3]})`].filter(Boolean).join(" · ");
    return make("li", { class: "card" },
      make("p", { class: "says", lang: "zh" }, notice.body || say("nobody")), quote,
      told ? make("p", { class: "told" }, told) : null,
      make("p", { class: "meta" }, notice.title ? make("span", { lang: "zh" }, notice.title + " · ") : null, where, " ", link(notice)));
  };
  const show = (title, places, told = () => null, total = places.length) => {
    by("drill-title").textContent = title;
    const held = places.slice(0, 100);
    by("drill-list").replaceChildren(...held.map((place) => card(place, told(place))));
    by("drill-rest").textContent = total > held.length ? `${say("shown")} ${held.length} / ${total}` : "";
    if (drill.hidden) openedFrom = document.activeElement;
    drill.hidden = false;
    by("drill-list").scrollTop = 0;
    by("drill-close").focus({ preventScroll: true });
  };
  const close = () => {
    if (drill.hidden) return;
    drill.hidden = true;
    openedFrom?.focus?.({ preventScroll: true });
  };
  by("drill-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  // ---------------------------------------------------------------- drawing
  const base = (height, more = {}) => ({
    height, autosize: true, dragmode: false, hovermode: "closest", paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: colour("--sans"), size: 12, color: colour("--ink") }, margin: { l: 8, r: 12, t: 8, b: 34 },
    hoverlabel: { bgcolor: colour("--paper"), bordercolor: colour("--line"), font: { color: colour("--ink") } },
    legend: { orientation: "h", x: 0, xanchor: "left", y: 1, yanchor: "bottom" }, ...more,
  });
  const axis = (more = {}) => ({ gridcolor: colour("--line"), zerolinecolor: colour("--line"), fixedrange: true, automargin: true, ...more });
  const names = (labels, more = {}) => axis({
    tickmode: "array", tickvals: labels.map((_, n) => n), ticktext: labels.map((label) => plain(short(label, narrow.matches ? 9 : 18))),
    range: [labels.length - 0.5, -0.5], showgrid: false, zeroline: false, ...more,
  });
  const draw = (id, traces, layout, clicked) => {
    const place = by(id);
    const nothing = traces.length === 0 || traces.every((trace) => (trace.z || trace.x || []).length === 0);
    by(id + "-none").hidden = !nothing;
    place.hidden = nothing;
    if (nothing) return;
    Plotly.react(place, traces, layout, config);
    place.removeAllListeners("plotly_click");
    place.on("plotly_click", (event) => clicked(event.points[0]));
  };
  const rowsHigh = (rows, around = 50) => Math.max(160, rows * (rows > 60 ? 16 : 24) + around);

  const topicName = (code) => (code ? `${code} ${english() && words["topic." + code] ? say("topic." + code) : data.topics[code] || ""}` : say("no_topic"));

  const drawHeat = () => {
    const issues = kept(data.issues).filter((issue) => inGroup(issue[7]));
    const bodies = largest(counted(issues, (issue) => body(issue[0])));
    const topics = [...new Set(issues.map((issue) => issue[7] || ""))].sort((a, b) => (a === "") - (b === "") || (a < b ? -1 : 1));
    const count = counted(issues, (issue) => body(issue[0]) + "\n" + (issue[7] || ""));
    const z = bodies.map((name) => topics.map((topic) => count.get(name + "\n" + topic) ?? null));
    const inner = by("heat");
    inner.style.minWidth = `${topics.length * 26 + (narrow.matches ? 130 : 240)}px`;
    const told = (row, column) => show(`${bodies[row]} · ${topicName(topics[column])}`,
      issues.filter((issue) => body(issue[0]) === bodies[row] && (issue[7] || "") === topics[column]),
      (issue) => say(issue[8] || "no_status"));
    draw("heat", bodies.length ? [{
      type: "heatmap", z, xgap: 1, ygap: 1, zmin: 0, showscale: false, texttemplate: "%{z}", hoverongaps: false,
      colorscale: [[0, colour("--heat-low")], [1, colour("--heat-high")]],
      text: z, customdata: bodies.map((name) => topics.map((topic) => `${plain(name)}<br>${plain(topicName(topic))}`)),
      hovertemplate: "%{customdata}: %{z}<extra></extra>",
    }] : [], base(rowsHigh(bodies.length, 60), {
      xaxis: axis({ side: "top", tickmode: "array", tickvals: topics.map((_, n) => n), ticktext: topics.map((topic) => plain(topic || "—")), tickangle: -60, showgrid: false, zeroline: false }),
      yaxis: names(bodies),
    }), (point) => { if (point.z) told(point.y, point.x); });
    by("heat-table").replaceChildren(...heatTable(bodies, topics, z, told));
  };
  const heatTable = (bodies, topics, z, told) => !by("heat-table").closest("details").open ? [] : [
    make("thead", {}, make("tr", {}, make("th", {}, ""), ...topics.map((topic) => make("th", { scope: "col", title: topicName(topic) }, topic || "—")))),
    make("tbody", {}, ...bodies.map((name, row) => make("tr", {}, make("th", { scope: "row", lang: "zh" }, name),
      ...topics.map((_, column) => make("td", {}, z[row][column] ? make("button", { type: "button", on: () => told(row, column) }, String(z[row][column])) : ""))))),
  ];

  const steps = [["inspection", "started_on", "ended_on", "--t1"], ["waiting", "ended_on", "feedback_on", "--t2"], ["rectifying", "feedback_on", "published", "--t3"]];
  const day = (notice, name) => (name === "published" ? notice.dates.published_on || notice.dates.signed_on : notice.dates[name]);
  const DAY = 86400000;
  const time = (text) => Date.parse(text + "T00:00:00Z");
  const showDates = (n) => show(`${body(n)} · ${say("timeline_title")}`, data.notices[n].told.map((one) => one.place),
    (place) => say("date." + data.notices[n].told.find((one) => one.place === place).field));

  const drawTimes = () => {
    const rows = [...passing].filter((n) => steps.some(([, from, to]) => day(data.notices[n], from) && day(data.notices[n], to)))
      .sort((a, b) => ((data.notices[b].day || "") < (data.notices[a].day || "") ? -1 : 1)).slice(0, most());
    const aligned = by("f-aligned").value === "feedback";
    const usable = aligned ? rows.filter((n) => data.notices[n].dates.feedback_on) : rows;
    const traces = steps.map(([name, from, to, tint]) => {
      const has = usable.map((n, row) => [n, row, day(data.notices[n], from), day(data.notices[n], to)]).filter(([, , a, b]) => a && b && a <= b);
      const zero = (n) => time(data.notices[n].dates.feedback_on);
      return {
        type: "bar", orientation: "h", name: say("step." + name), marker: { color: colour(tint) }, customdata: has.map(([n]) => n), width: 0.7,
        y: has.map(([, row]) => row), base: has.map(([n, , a]) => (aligned ? (time(a) - zero(n)) / DAY : a)),
        x: has.map(([, , a, b]) => Math.max(time(b) - time(a), DAY / 2) / (aligned ? DAY : 1)),
        text: has.map(([n, , a, b]) => `${plain(body(n))}<br>${a} – ${b}: ${Math.round((time(b) - time(a)) / DAY)} ${say("days")}`),
        hovertemplate: "%{text}<extra></extra>", textposition: "none",
      };
    }).filter((trace) => trace.x.length);
    draw("times", traces, base(rowsHigh(usable.length, 80), {
      barmode: "overlay", xaxis: axis(aligned ? { title: { text: say("days_from_feedback") } } : { type: "date" }),
      yaxis: names(usable.map((n) => `${short(body(n), 14)} ${year(data.notices[n])}`)), margin: { l: 8, r: 12, t: 34, b: 34 },
    }), (point) => showDates(point.customdata));
  };

  const drawIntervals = () => {
    const traces = ["before", "since"].map((regime, at) => {
      const points = [];
      for (const n of passing) {
        const notice = data.notices[n];
        const decisive = notice.dates.feedback_on || notice.dates.ended_on;
        if (!decisive || (decisive >= data.revision) !== Boolean(at)) continue;
        for (const [name, from, to] of steps) {
          const [a, b] = [day(notice, from), day(notice, to)];
          if (a && b) points.push([say("step." + name), (time(b) - time(a)) / DAY, n]);
        }
      }
      return {
        type: "box", name: say("regime." + regime), x: points.map((p) => p[0]), y: points.map((p) => p[1]), customdata: points.map((p) => p[2]),
        boxpoints: points.length > 400 ? "outliers" : "all", jitter: 0.4, pointpos: 0, marker: { size: 5, opacity: 0.6, color: colour(at ? "--t3" : "--t1") },
        text: points.map((p) => `${plain(body(p[2]))}: ${p[1]} ${say("days")}`), hovertemplate: "%{text}<extra></extra>", hoveron: "points",
      };
    }).filter((trace) => trace.x.length);
    draw("intervals", traces, base(380, { boxmode: "group", xaxis: axis({ type: "category", showgrid: false }), yaxis: axis({ title: { text: say("days") }, rangemode: "tozero" }), margin: { l: 8, r: 12, t: 34, b: 34 } }),
      (point) => showDates(point.customdata));
  };

  const drawPersons = () => {
    const told = kept(data.accountability);
    const bodies = largest(counted(told, (one) => body(one[0]), (one) => one[8]));
    const levels = [...counted(told, (one) => one[7] || say("no_level"), (one) => one[8])].sort((a, b) => b[1] - a[1]).map(([level]) => level);
    const groups = levels.length > 7 ? [...levels.slice(0, 6), say("other_levels")] : levels;
    const groupOf = (one) => (groups.includes(one[7] || say("no_level")) ? one[7] || say("no_level") : say("other_levels"));
    const sum = counted(told, (one) => body(one[0]) + "\n" + groupOf(one), (one) => one[8]);
    const traces = groups.map((level, n) => ({
      type: "bar", orientation: "h", name: plain(short(level, 10)), marker: { color: colour("--c" + (n + 1)) }, y: bodies.map((_, row) => row), width: 0.7,
      x: bodies.map((name) => sum.get(name + "\n" + level) || 0), customdata: bodies.map(() => level),
      text: bodies.map((name) => `${plain(name)}<br>${plain(level)}: ${number(sum.get(name + "\n" + level) || 0)}`), hovertemplate: "%{text}<extra></extra>", textposition: "none",
    })).filter(() => bodies.length);
    draw("persons", traces, base(rowsHigh(bodies.length, 90), { barmode: "stack", xaxis: axis({ title: { text: say("persons") } }), yaxis: names(bodies), margin: { l: 8, r: 12, t: 60, b: 34 } }),
      (point) => show(`${bodies[point.y]} · ${point.customdata}`, told.filter((one) => body(one[0]) === bodies[point.y] && groupOf(one) === point.customdata),
        (one) => `${one[7] || say("no_level")}: ${number(one[8])} ${say("persons")}`));
  };

  const drawMoney = () => {
    const told = kept(data.money);
    const sum = counted(told, (one) => body(one[0]), (one) => one[7]);
    const bodies = largest(sum);
    draw("money", bodies.length ? [{
      type: "bar", orientation: "h", marker: { color: colour("--c2") }, y: bodies.map((_, row) => row), x: bodies.map((name) => large(sum.get(name))), width: 0.7,
      text: bodies.map((name) => `${plain(name)}: ${number(large(sum.get(name)), 2)} ${say("wan")}`), hovertemplate: "%{text}<extra></extra>", textposition: "none",
    }] : [], base(rowsHigh(bodies.length, 70), { xaxis: axis({ title: { text: say("wan") } }), yaxis: names(bodies) }),
    (point) => show(`${bodies[point.y]} · ${say("money_title")}`, told.filter((one) => body(one[0]) === bodies[point.y]), (one) => `${number(one[7], 2)} ${say("yuan")}`));
  };

  // ---------------------------------------------------------------- reuse
  const comparison = (code) => data.comparisons.find((one) => one.code === code) || { rows: [], total: 0 };
  const rowPasses = (row) => row.within.some((n) => passing.has(n));
  let reuseShown = 10;
  let pair = null;

  const drawNetwork = () => {
    const present = new Set([...passing].map((n) => data.notices[n].body));
    const room = narrow.matches ? 12 : 24; // names around the circle that do not run into each other
    const held = new Set();
    const links = data.links.filter(([a, b]) => {
      if (!present.has(a) || !present.has(b) || new Set([...held, a, b]).size > room) return false;
      held.add(a).add(b);
      return true;
    });
    const bodies = [...held].sort();
    const at = new Map(bodies.map((name, n) => [name, [Math.cos((2 * Math.PI * n) / bodies.length), Math.sin((2 * Math.PI * n) / bodies.length)]]));
    const widest = Math.max(...links.map((one) => one[3]), 1);
    const lines = links.map(([a, b, , characters]) => ({
      type: "scatter", mode: "lines", hoverinfo: "skip", showlegend: false, x: [at.get(a)[0], at.get(b)[0]], y: [at.get(a)[1], at.get(b)[1]],
      line: { width: 1 + (5 * characters) / widest, color: colour("--link") },
    }));
    const middles = links.length ? [{
      type: "scatter", mode: "markers", showlegend: false, customdata: links.map((_, n) => n), marker: { size: 11, color: colour("--accent"), symbol: "diamond" },
      x: links.map(([a, b]) => (at.get(a)[0] + at.get(b)[0]) / 2), y: links.map(([a, b]) => (at.get(a)[1] + at.get(b)[1]) / 2),
      text: links.map(([a, b, passages, characters]) => `${plain(a)} – ${plain(b)}<br>${passages} ${say("passages")}, ${number(characters)} ${say("characters")}`), hovertemplate: "%{text}<extra></extra>",
    }, {
      type: "scatter", mode: "markers+text", showlegend: false, hoverinfo: "skip", marker: { size: 9, color: colour("--ink") }, cliponaxis: false,
      x: bodies.map((name) => at.get(name)[0]), y: bodies.map((name) => at.get(name)[1]), text: bodies.map((name) => plain(short(name, narrow.matches ? 6 : 14))),
      textposition: bodies.map((name) => (at.get(name)[0] < -0.2 ? "middle left" : at.get(name)[0] > 0.2 ? "middle right" : at.get(name)[1] > 0 ? "top center" : "bottom center")),
    }] : [];
    const span = narrow.matches ? 2.1 : 1.7;
    draw("network", [...lines, ...middles], base(narrow.matches ? 360 : 460, {
      xaxis: axis({ visible: false, range: [-span, span] }), yaxis: axis({ visible: false, range: [-1.25, 1.25] }), margin: { l: 0, r: 0, t: 8, b: 8 },
    }), (point) => { if (point.customdata !== undefined) { pair = links[point.customdata].slice(0, 2); reuseShown = 10; listReuse(); } });
  };

  const marked = (quote, stretches) => {
    const points = Array.from(quote);
    const children = [];
    let behind = 0;
    for (const [start, end] of [...stretches].sort((a, b) => a[0] - b[0])) {
      if (end <= behind) continue;
      children.push(points.slice(behind, Math.max(start, behind)).join(""), make("mark", {}, points.slice(Math.max(start, behind), end).join("")));
      behind = end;
    }
    return [...children, points.slice(behind).join("")];
  };
  const passage = (place, stretches) => {
    const notice = data.notices[place[0]];
    return make("div", { class: "passage" }, make("p", { class: "says", lang: "zh" }, notice.body || say("nobody"), " ", make("span", { class: "meta" }, year(notice))),
      make("blockquote", { lang: "zh" }, ...marked(place[4], stretches)),
      make("p", { class: "meta" }, [notice.file, place[1]].filter(Boolean).join(" · "), " ", link(notice)));
  };
  const listReuse = () => {
    const formulae = by("f-formulae").checked;
    const rows = comparison("X01").rows.filter((row) => rowPasses(row) && (formulae || !row.formula) && (!pair || pair.every((name) => row.bodies.includes(name))));
    by("reuse-pair").replaceChildren(...(pair ? [make("span", { lang: "zh" }, pair.join(" – ") + " "), make("button", { type: "button", on: () => { pair = null; listReuse(); } }, say("all_pairs"))] : []));
    by("reuse-list").replaceChildren(...rows.slice(0, reuseShown).map((row) => make("li", { class: "shared" },
      make("p", { class: "meta" }, `${row.bodies.length} ${say("bodies_n")} · ${row.places} ${say("places_n")} · ${row.characters} ${say("characters")}`, row.formula ? make("span", { class: "badge note" }, say("formula")) : null),
      make("div", { class: "beside" }, ...row.evidence.slice(0, 4).map((place, n) => passage(place, row.same[n] || []))),
      row.places > Math.min(row.evidence.length, 4) ? make("button", { type: "button", class: "more", on: () => show(say("X01"), row.evidence, () => null, row.places) }, `${say("all_places")} (${row.places})`) : null)));
    by("reuse-none").hidden = rows.length > 0;
    by("reuse-more").hidden = rows.length <= reuseShown;
    by("reuse-count").textContent = `${say("shown")} ${Math.min(rows.length, reuseShown)} / ${rows.length}`;
  };
  by("reuse-more").addEventListener("click", () => { reuseShown += 20; listReuse(); });
  by("f-formulae").addEventListener("change", () => { reuseShown = 10; listReuse(); });

  // ---------------------------------------------------------------- tables
  let chosen = "X02";
  let tableShown = 25;
  const PER_CENT = new Set(["share", "peer_share", "difference", "quantified_share", "accountability_share", "reused_share", "formula_share"]);
  const cell = (name, value) => {
    if (value === null || value === undefined) return "";
    if (["earlier", "later", "first", "second"].includes(name)) return [data.notices[value].title || data.notices[value].file, year(data.notices[value])].filter(Boolean).join(" ");
    if (name === "topic") return topicName(value);
    if (PER_CENT.has(name)) return `${number(100 * value, 1)}%`;
    if (typeof value === "boolean") return say(value ? "yes" : "no");
    if (Array.isArray(value)) return value.slice(0, 6).join("、") + (value.length > 6 ? ` … (${value.length})` : "");
    if (typeof value === "number") return number(value, 3);
    return words[`value.${value}`] ? say(`value.${value}`) : value;
  };
  const listTable = () => {
    const { rows, total } = comparison(chosen);
    const fitting = rows.filter((row) => rowPasses(row) && (row.topic === undefined || inGroup(row.topic)));
    const columns = data.columns[chosen].filter((name) => name !== "notices" || chosen === "X08");
    const numeric = (name) => fitting.length > 0 && typeof fitting[0][name] === "number" && !["earlier", "later", "first", "second"].includes(name);
    by("table-title").textContent = say(chosen);
    by("table-means").textContent = data.means[chosen][english() ? 1 : 0];
    by("table-head").replaceChildren(...columns.map((name) => make("th", { scope: "col", class: numeric(name) ? "n" : null }, say("column." + name))), make("th", { scope: "col" }, say("evidence")));
    by("table-rows").replaceChildren(...fitting.slice(0, tableShown).map((row) => make("tr", {},
      ...columns.map((name) => make("td", { class: numeric(name) ? "n" : null, lang: typeof row[name] === "string" ? "zh" : null }, cell(name, row[name]))),
      make("td", {}, make("button", { type: "button", on: () => show(say(chosen), row.evidence, () => null, row.places) }, `${say("see")} (${row.places})`)))));
    by("table-none").hidden = fitting.length > 0;
    by("table-more").hidden = fitting.length <= tableShown;
    by("table-count").textContent = `${say("shown")} ${Math.min(fitting.length, tableShown)} / ${fitting.length}` + (total > rows.length ? ` (${say("of_all")} ${number(total)})` : "");
    for (const tab of all("#codes button")) tab.setAttribute("aria-pressed", String(tab.value === chosen));
  };
  by("codes").addEventListener("click", (event) => {
    const tab = event.target.closest("button");
    if (tab) { chosen = tab.value; tableShown = 25; listTable(); }
  });
  by("table-more").addEventListener("click", () => { tableShown += 50; listTable(); });

  // ---------------------------------------------------------------- all of it
  const tiles = () => {
    const notices = [...passing].map((n) => data.notices[n]);
    const set = (id, value) => { by(id).textContent = value; };
    set("n-notices", number(notices.length));
    set("n-bodies", number(new Set(notices.map((notice) => notice.body).filter(Boolean)).size));
    set("n-issues", number(kept(data.issues).length));
    set("n-persons", number(kept(data.accountability).reduce((sum, one) => sum + one[8], 0)));
    set("n-money", number(large(kept(data.money).reduce((sum, one) => sum + one[7], 0)), 1));
  };
  const update = () => {
    passing = new Set(data.notices.keys());
    for (const n of [...passing]) if (!passes(data.notices[n])) passing.delete(n);
    tiles();
    for (const part of [drawHeat, drawTimes, drawIntervals, drawPersons, drawMoney, drawNetwork, listReuse, listTable]) part();
  };
  const options = (select, values) => select.append(...values.map((value) => make("option", { value }, value)));
  const distinct = (values) => [...new Set(values.filter(Boolean))].sort();
  options(filters.genre, distinct(data.notices.map((notice) => notice.genre)));
  options(filters.round, distinct(data.notices.map((notice) => notice.round)));
  for (const select of [filters.from, filters.to]) options(select, distinct(data.notices.map(year)));
  by("bodies").append(...distinct(data.notices.map((notice) => notice.body)).slice(0, 1000).map((value) => make("option", { value })));

  const speak = (language) => {
    root.lang = language;
    for (const e of all("[data-t]")) e.textContent = say(e.dataset.t);
    for (const e of all("[data-l]")) e.setAttribute("aria-label", say(e.dataset.l));
    for (const b of all("[data-language]")) b.setAttribute("aria-pressed", String(b.dataset.language === language));
    close();
    update();
  };
  let waiting = 0;
  by("filters").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(update, 120); });
  by("reset").addEventListener("click", () => {
    for (const control of Object.values(filters)) control.value = "";
    pair = null;
    update();
  });
  by("f-aligned").addEventListener("change", drawTimes);
  by("heat-table").closest("details").addEventListener("toggle", drawHeat);
  for (const b of all("[data-language]")) b.addEventListener("click", () => speak(b.dataset.language));
  for (const media of [dark, narrow]) media.addEventListener("change", update);
  update();
  root.classList.add("ready");
})();
