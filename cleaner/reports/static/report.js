/* The view of a page, and the list of pages of a report. Whatever a page holds becomes text nodes, never markup. */

const cleanerReport = (() => {
  "use strict";

  const FOLDED_FROM = 5; // A run of so many removed blocks is one line at first.
  const CHUNK = 25; // So many lines are laid out at once, when they come into sight. One by one they cost ten times as much.
  const SVG = "http://www.w3.org/2000/svg";
  const percent = (share) => (share > 0 && share < 0.01 ? "<1 %" : `${Math.round(share * 100)} %`);
  const signed = (weight) => `${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(2)}`;

  /* An element with attributes and children; strings become text. Handlers are given as functions: {onclick}. */
  function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  /* A page with its filter, blocks and evidence.

     options.decorate(li, block, index) may add to each block, such as buttons to mark it.
     Returns {element, show(filter), focus(index), blocks}: `show` takes {labels, query, removedOnly, differingOnly}. */
  function pageView(view, options = {}) {
    const state = { labels: new Set(), query: "", removedOnly: false, differingOnly: false };
    const items = view.blocks.map((block, index) => ({ block, index, run: null, li: null }));
    const runs = runsOf(items);
    const status = el("p", { role: "status" });
    const list = el("div", { class: "blocks", role: "list", "aria-label": "Blocks of the page, in order" });

    function matches({ block, haystack }) {
      if (state.removedOnly && block.kept) return false;
      if (state.differingOnly && !block.other) return false;
      if (state.labels.size && !state.labels.has(block.label)) return false;
      return !state.query || haystack.includes(state.query);
    }

    function show(filter = {}) {
      Object.assign(state, filter);
      state.query = state.query.trim().toLowerCase();
      const filtering = state.labels.size > 0 || state.query !== "" || state.removedOnly || state.differingOnly;
      let count = 0;
      for (const item of items) {
        if (state.query && item.haystack === undefined) {
          const { text, label, reason } = item.block;
          item.haystack = `${text}\n${label}\n${reason}`.toLowerCase();
        }
        const found = matches(item);
        count += found;
        const hidden = !found || (!filtering && item.run !== null && !item.run.open);
        if (item.li.hidden !== hidden) item.li.hidden = hidden;
        if (item.marked || state.query) markFound(item, found ? state.query : "");
      }
      for (const run of runs) run.li.hidden = filtering;
      status.textContent = filtering ? `${count} of ${items.length} blocks` : `${items.length} blocks`;
    }

    function focus(index) {
      const item = items[index];
      if (!item) return;
      if (item.run) openRun(item.run, true);
      if (item.li.hidden) controls.clear();
      item.li.focus({ preventScroll: true });
      item.li.scrollIntoView({ block: "center" });
    }

    function openRun(run, open) {
      run.open = open;
      run.button.setAttribute("aria-expanded", open);
      show();
    }

    const lines = items.flatMap((item) => {
      item.li = blockElement(item, languageOf(view), focus);
      options.decorate?.(item.li, item.block, item.index);
      return item.run?.items[0] === item ? [runElement(item.run, openRun), item.li] : [item.li];
    });
    for (let at = 0; at < lines.length; at += CHUNK) {
      list.append(el("div", { class: "chunk", role: "none" }, ...lines.slice(at, at + CHUNK)));
    }
    const controls = toolbar(view, state, show, status);
    show();
    const body = view.gold
      ? el("div", { class: "columns" }, list, goldElement(view.gold, languageOf(view)))
      : list;
    const element = el("article", { class: "page" }, head(view, items, focus), controls.element, body);
    return { element, show, focus, blocks: items, focusFilter: () => controls.search.focus() };
  }

  /* Removed blocks that follow each other and are many; those that something was lost in, or that differ, stay in sight. */
  function runsOf(items) {
    const runs = [];
    let current = [];
    for (const item of [...items, { block: { kept: true } }]) {
      if (!item.block.kept && !item.block.marks && !item.block.other) {
        current.push(item);
        continue;
      }
      if (current.length >= FOLDED_FROM) {
        const run = { items: current, open: false };
        for (const one of current) one.run = run;
        runs.push(run);
      }
      current = [];
    }
    return runs;
  }

  function counted(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  }

  function runElement(run, openRun) {
    const labels = counted(run.items.map(({ block }) => block.label));
    run.button = el(
      "button",
      { type: "button", "aria-expanded": "false", onclick: () => openRun(run, !run.open) },
      `${run.items.length} blocks removed`,
      ...labels.map(([label, count]) => el("span", { class: "chip", "data-label": label }, `${label} ${count}`)),
    );
    run.li = el("div", { class: "run", role: "listitem" }, run.button);
    return run.li;
  }

  /* The text of a block; `marks` are [start, end, class], in order. */
  function fill(element, text, marks) {
    const parts = [];
    let at = 0;
    for (const [start, end, kind] of marks) {
      if (start < at) continue;
      parts.push(text.slice(at, start), el("mark", { class: kind }, text.slice(start, end)));
      at = end;
    }
    element.replaceChildren(...parts, text.slice(at));
  }

  function markFound(item, query) {
    const { block } = item;
    const marks = [];
    if (query) {
      const low = block.text.toLowerCase();
      // Some letters change their length in lower case; then nothing is marked rather than the wrong place.
      const comparable = low.length === block.text.length;
      for (let at = comparable ? low.indexOf(query) : -1; at >= 0; at = low.indexOf(query, at + query.length)) {
        marks.push([at, at + query.length, "found"]);
      }
    }
    if (!marks.length && !item.marked) return;
    item.marked = marks.length > 0;
    fill(item.text, block.text, marks.length ? marks : (block.marks ?? []));
  }

  /* The language of the page's texts, for voices and fonts; null if it is none that HTML knows. */
  const languageOf = ({ language }) => (/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? language : null);

  function blockElement(item, lang, focus) {
    const { block, index } = item;
    const said = block.kept ? "kept" : "removed";
    item.text = el("p", { class: "text", dir: "auto", lang, "data-kind": block.kind, "data-label": block.label });
    fill(item.text, block.text, block.marks ?? []);
    const why = el(
      "button",
      { class: "why", type: "button", "aria-expanded": "false" },
      el("span", { class: "chip", "data-label": block.label }, el("span", { class: "visually-hidden" }, `${said}: `), block.label),
      el("bdi", { class: "reason", title: block.reason }, block.reason),
      el("span", { class: "index", title: "number of the block" }, String(index)),
    );
    const before = block.other
      ? el("p", { class: "other" }, `before: ${block.other.kept ? "kept" : "removed"} as ${block.other.label} (`, el("bdi", {}, block.other.reason), ")")
      : null;
    const margin = before ? el("div", { class: "margin" }, why, before) : why;
    const li = el("div", { role: "listitem", class: `block ${said}`, "data-label": block.label, "data-index": index, tabindex: "-1" }, item.text, margin);
    item.toggle = () => toggle(item, li, why, focus);
    why.addEventListener("click", item.toggle);
    item.text.addEventListener("click", () => {
      if (!block.kept && !li.classList.contains("open")) item.toggle();
    });
    li.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === li) item.toggle();
    });
    return li;
  }

  function toggle(item, li, why, focus) {
    const open = li.classList.toggle("open");
    why.setAttribute("aria-expanded", open);
    if (open && !item.evidence) item.evidence = evidence(item.block, focus);
    if (open) li.append(item.evidence);
    else item.evidence.remove();
  }

  /* The parts of a block's score, each bar beginning where the last one ended. */
  function evidence(block, focus) {
    const spans = [];
    let sum = 0;
    for (const part of block.parts) {
      const before = sum;
      if (part.weight !== null) sum += part.weight;
      spans.push([before, sum]);
    }
    const ends = [0, ...spans.flat(), block.score];
    const low = Math.min(...ends), high = Math.max(...ends), width = high - low || 1;
    const at = (value) => `${((value - low) / width) * 100}%`;
    const bar = (start, end, kind) => {
      const fillBar = el("i", { class: kind });
      fillBar.style.left = at(Math.min(start, end));
      fillBar.style.width = `max(2px, ${(Math.abs(end - start) / width) * 100}%)`;
      const zero = el("s");
      zero.style.left = at(0);
      return el("div", { class: "bar" }, fillBar, zero);
    };
    const rows = block.parts.map((part, number) => {
      const [before, after] = spans[number];
      const certain = part.weight === null;
      const kind = certain ? "certain" : after < before ? "against" : "for";
      const note = [part.label, part.note].filter(Boolean).join(": ");
      return el(
        "tr",
        {},
        el("th", { scope: "row" }, el("bdi", {}, part.source), note ? el("small", {}, el("bdi", {}, note)) : null),
        el("td", { class: "bars", "aria-hidden": "true" }, certain ? bar(low, high, kind) : bar(before, after, kind)),
        el("td", { class: "number" }, certain ? "certain" : signed(part.weight)),
      );
    });
    const total = el(
      "tr",
      { class: "sum" },
      el("th", { scope: "row" }, "score"),
      el("td", { class: "bars", "aria-hidden": "true" }, bar(0, block.score, block.score < 0 ? "against" : "for")),
      el("td", { class: "number" }, signed(block.score)),
    );
    const caption = el("caption", {}, `${block.kept ? "Kept" : "Removed"} as ${block.label}: `, el("bdi", {}, block.reason));
    if (block.marker >= 0) caption.append(jump(block.marker, focus));
    return el("div", { class: "evidence" }, el("table", {}, caption, el("tbody", {}, ...rows, total)));
  }

  const jump = (index, focus) => el("button", { class: "jump", type: "button", onclick: () => focus(index) }, `block ${index}`);

  /* Title, verdict, the page as a strip, warnings and facts. */
  function head(view, items, focus) {
    const share = view.characters ? view.kept / view.characters : 0;
    const figure = (value, name, kind) => el("li", {}, el("b", { class: kind }, value), name);
    const source = view.url && /^https?:/i.test(view.url)
      ? el("a", { href: view.url, rel: "noreferrer noopener" }, view.url)
      : view.url ?? "";
    const reason = view.no_story ? `no story: ${view.no_story}` : "too little was kept";
    return el(
      "header",
      {},
      el("h2", { dir: "auto", tabindex: "-1", lang: languageOf(view) }, view.title || view.name),
      el("p", { class: "source muted" }, el("bdi", {}, view.name), source ? " · " : "", source),
      el(
        "ul",
        { class: "verdict" },
        figure(view.is_story ? "Story" : "No story", view.is_story ? "verdict" : reason, view.is_story ? "yes" : "no"),
        figure(view.confidence.toFixed(2), "confidence"),
        view.relevance === null ? null : figure(view.relevance.toFixed(2), "relevance"),
        ...(view.figures ?? []).filter(([, value]) => value).map(([name, value]) => figure(value, name)),
        figure(percent(share), "of the text kept"),
        figure(`${items.filter(({ block }) => block.kept).length} of ${items.length}`, "blocks kept"),
      ),
      ...view.warnings.map((warning) => el("p", { class: "warning" }, "Warning: ", el("bdi", {}, warning))),
      strip(items, focus),
      el("div", { class: "strip-ends", "aria-hidden": "true" }, el("span", {}, "top of the page"), el("span", {}, "end")),
      view.facts.length ? facts(view.facts, focus) : null,
    );
  }

  /* The page from top to end: what was kept, and what went by label, as long as its text. */
  function strip(items, focus) {
    const svg = document.createElementNS(SVG, "svg");
    const whole = items.reduce((sum, { block }) => sum + block.text.length, 0) || 1;
    const described = { class: "strip", viewBox: "0 0 1000 20", preserveAspectRatio: "none", role: "img", "aria-label": "Where on the page the story stands" };
    for (const [name, value] of Object.entries(described)) svg.setAttribute(name, value);
    let at = 0, rect = null, last = "";
    const starts = [];
    for (const { block } of items) {
      const width = (block.text.length / whole) * 1000;
      const kind = block.kept ? "kept" : block.label;
      starts.push(at);
      if (kind !== last) {
        rect = document.createElementNS(SVG, "rect");
        rect.setAttribute("x", at.toFixed(2));
        rect.setAttribute("height", "20");
        if (block.kept) rect.setAttribute("class", "kept");
        else rect.setAttribute("data-label", block.label);
        svg.append(rect);
      }
      at += width;
      rect.setAttribute("width", Math.max(0.5, at - Number(rect.getAttribute("x"))).toFixed(2));
      last = kind;
    }
    svg.addEventListener("click", (event) => {
      const box = svg.getBoundingClientRect();
      const place = ((event.clientX - box.left) / box.width) * 1000;
      focus(Math.max(0, starts.findLastIndex((start) => start <= place)));
    });
    return svg;
  }

  function facts(found, focus) {
    const entries = found.flatMap(({ name, value, block }) => [
      el("dt", {}, name),
      el("dd", {}, el("bdi", {}, value), block >= 0 ? jump(block, focus) : el("span", { class: "muted" }, " (page's own metadata)")),
    ]);
    return el("details", { class: "facts", open: true }, el("summary", {}, "Facts"), el("dl", {}, ...entries));
  }

  function goldElement(gold, lang) {
    const paragraphs = gold.map(({ text, marks }) => {
      const paragraph = el("p", { dir: "auto", lang });
      fill(paragraph, text, marks);
      return paragraph;
    });
    const legend = el("p", { class: "muted" }, el("mark", { class: "lost" }, "lost"), " and ", el("mark", { class: "leaked" }, "leaked"), " words are marked.");
    if (!gold.length) paragraphs.push(el("p", {}, "This page holds no story."));
    return el("aside", { class: "gold", tabindex: "0", "aria-label": "The story as it should be" }, el("h3", {}, "As it should be"), legend, ...paragraphs);
  }

  /* Search, labels, only what was removed. */
  function toolbar(view, state, show, status) {
    const search = el("input", { type: "search", placeholder: "Search", "aria-label": "Search in blocks, labels and reasons", oninput: () => show({ query: search.value }) });
    const removed = el("input", { type: "checkbox", onchange: () => show({ removedOnly: removed.checked }) });
    const differing = el("input", { type: "checkbox", onchange: () => show({ differingOnly: differing.checked }) });
    const compared = view.blocks.some((block) => block.other);
    const chips = counted(view.blocks.map((block) => block.label)).map(([label, count]) => {
      const share = view.removed[label];
      const chip = el(
        "button",
        { type: "button", class: "chip", "data-label": label, "aria-pressed": "false", title: share === undefined ? null : `${percent(share)} of the text` },
        `${label} `,
        el("span", {}, String(count)),
      );
      chip.addEventListener("click", () => {
        const pressed = !state.labels.delete(label) && Boolean(state.labels.add(label));
        chip.setAttribute("aria-pressed", pressed);
        show();
      });
      return chip;
    });
    const clear = () => {
      search.value = "";
      removed.checked = differing.checked = false;
      for (const chip of chips) chip.setAttribute("aria-pressed", "false");
      show({ labels: new Set(), query: "", removedOnly: false, differingOnly: false });
    };
    search.addEventListener("keydown", (event) => {
      if (event.key === "Escape") clear();
    });
    const keys = [["j", "next"], ["k", "previous"], ["Enter", "why"], ["f", "search"]];
    const element = el(
      "div",
      { class: "toolbar" },
      el(
        "div",
        {},
        search,
        el("label", {}, removed, "Only what was removed"),
        compared ? el("label", {}, differing, "Only what differs") : null,
        el("span", { class: "muted keys" }, ...keys.flatMap(([key, what]) => [el("kbd", {}, key), ` ${what} `])),
        status,
      ),
      el("div", { class: "filter", role: "group", "aria-label": "Show only these labels" }, ...chips),
    );
    return { element, search, clear };
  }

  /* j, k and f work wherever nothing is being typed. */
  function onKey(event, current) {
    if (!current || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "f") {
      event.preventDefault();
      current.focusFilter();
    } else if (event.key === "j" || event.key === "k") {
      step(current.element, event.key === "j");
    }
  }

  function step(element, down) {
    const stops = [...element.querySelectorAll(".block, .run")].filter((line) => !line.hidden);
    const at = stops.indexOf(document.activeElement?.closest(".block, .run"));
    const next = stops[at < 0 ? 0 : at + (down ? 1 : -1)];
    if (!next) return;
    const stop = next.classList.contains("run") ? next.querySelector("button") : next;
    stop.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  async function unpacked(view) {
    if (typeof view !== "string") return view;
    const bytes = Uint8Array.from(atob(view), (char) => char.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  }

  /* A report: its overview and list of pages, or the page that the address names (#page-3). */
  function report(main, pages) {
    const overview = el("div", {});
    overview.append(...main.childNodes);
    const place = el("div", {});
    main.append(overview, place);
    const alone = pages.length === 1 && !overview.querySelector("section"); // No overview to go back to.
    if (pages.length && !alone) overview.append(listOf(pages));
    let current = null;
    const wanted = () => (alone ? 1 : Number(/^#page-(\d+)$/.exec(location.hash)?.[1] ?? 0));
    const open = async () => {
      const number = wanted();
      const entry = pages[number - 1];
      overview.hidden = Boolean(entry);
      place.replaceChildren();
      current = null;
      if (!entry) return;
      const view = await unpacked(entry.view);
      if (wanted() !== number) return; // Another page was asked for meanwhile.
      current = pageView(view);
      place.replaceChildren(...(alone ? [] : [pager(number, pages.length)]), current.element);
      if (!alone) {
        scrollTo(0, 0);
        current.element.querySelector("h2").focus({ preventScroll: true });
      }
    };
    document.addEventListener("keydown", (event) => onKey(event, current));
    addEventListener("hashchange", open);
    return open();
  }

  const pager = (number, count) =>
    el(
      "nav",
      { class: "pager", "aria-label": "Pages" },
      el("a", { href: "#" }, "← all pages"),
      number > 1 ? el("a", { href: `#page-${number - 1}` }, "previous") : null,
      number < count ? el("a", { href: `#page-${number + 1}` }, "next") : null,
      el("span", { class: "muted" }, `page ${number} of ${count}`),
    );

  function listOf(pages) {
    const more = pages[0].figures.map(([name]) => name);
    const columns = ["Page", "Verdict", ...more, "Confidence", "Kept", "Warnings"];
    const rows = [];
    let group = "";
    pages.forEach((page, index) => {
      if (page.group && page.group !== group) {
        rows.push(el("tr", { class: "group" }, el("th", { colspan: columns.length, scope: "rowgroup" }, page.group)));
        group = page.group;
      }
      rows.push(
        el(
          "tr",
          {},
          el("th", { scope: "row", dir: "auto" }, el("a", { href: `#page-${index + 1}` }, page.title || page.name), " ", el("bdi", { class: "muted" }, page.title ? page.name : "")),
          el("td", {}, page.is_story ? "story" : "no story"),
          ...page.figures.map(([, value]) => el("td", { class: "number" }, value)),
          el("td", { class: "number" }, page.confidence.toFixed(2)),
          el("td", { class: "number" }, percent(page.share_kept)),
          el("td", { class: "number" }, String(page.warnings || "")),
        ),
      );
    });
    const heads = columns.map((name, index) => el("th", { scope: "col", class: index > 1 ? "number" : null }, name));
    return el(
      "section",
      { class: "table", "aria-label": "Pages" },
      el("h2", {}, "Pages to look at"),
      el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)),
    );
  }

  /* Dark or light, for who wants the other one than the system's. */
  function themeButton() {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const button = el("button", { class: "quiet", type: "button", "aria-pressed": "false" }, dark ? "Light" : "Dark");
    button.addEventListener("click", () => {
      const changed = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", changed);
      document.documentElement.dataset.theme = changed !== dark ? "dark" : "light";
    });
    return button;
  }

  document.querySelector(".masthead")?.append(themeButton());
  const data = document.getElementById("pages");
  if (data) report(document.getElementById("report"), JSON.parse(data.textContent));
  return { pageView, report, onKey, el };
})();
