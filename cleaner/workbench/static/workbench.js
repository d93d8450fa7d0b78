/* The workbench: pages to look at, to correct, to make rules from, and to compare. Text from pages only ever becomes text
   nodes (cleanerReport.el); a page's own rendering goes to a frame in which nothing runs and nothing loads. */

"use strict";

const { el, pageView, onKey } = cleanerReport;
const $ = (id) => document.getElementById(id);
const WIDE = "(min-width: 75rem)";
const session = { pages: [], others: [], labels: [], strengths: [], reaches: [], groups: [], packs: [], corrected: [] };
const marked = new Map(); // Of each page, by its number, the numbers of the marked blocks.
const comparisons = new Map();
let open = null; // {number, view, said, element}: the page that is shown.
let withFrame = matchMedia(WIDE).matches;

class Refused extends Error {}

async function ask(path, body) {
  const json = body !== undefined && !(body instanceof Blob);
  const headers = body === undefined ? {} : { "X-Cleaner": "1", "Content-Type": json ? "application/json" : "application/octet-stream" };
  const answer = await fetch(path, { method: body === undefined ? "GET" : "POST", headers, body: json ? JSON.stringify(body) : body });
  if (answer.ok) return answer.json();
  const { detail } = await answer.json().catch(() => ({}));
  throw new Refused(detail ?? `the server has a fault: ${answer.statusText}`);
}

/* Does something, and says what went wrong if it does not work. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    say(error instanceof Refused ? error.message : "the server does not answer; is it still running?");
    if (!(error instanceof Refused || error instanceof TypeError)) throw error;
  }
}

function say(text) {
  $("message").textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => ($("message").textContent = ""), 8000);
}

/* The pages on the shelf */

async function refresh(given) {
  Object.assign(session, given ?? (await ask("/app/session")));
  const corrected = new Set(session.corrected);
  $("shelf").replaceChildren(
    ...session.pages.map((id, number) => {
      const notes = [corrected.has(id) ? "corrected" : "", differing(number)].filter(Boolean).join(" · ");
      const current = open?.number === number ? "page" : null;
      return el("li", {}, el("a", { href: `#page-${number + 1}`, "aria-current": current }, el("bdi", {}, id), notes ? el("small", {}, notes) : null));
    }),
  );
  $("more").hidden = !session.has_more;
  $("comparing").hidden = session.others.length === 0;
  if ($("other").options.length === 1) $("other").append(...session.others.map((name) => el("option", { value: name }, name)));
  $("welcome")?.toggleAttribute("hidden", session.pages.length > 0);
}

async function addPages(files, url = "") {
  for (const file of files) {
    const query = new URLSearchParams({ name: file.name ?? "pasted page", url });
    const { number } = await ask(`/app/pages?${query}`, file);
    await refresh();
    location.hash = `#page-${number + 1}`;
  }
}

/* The page that is shown */

async function show() {
  const number = Number(/^#page-(\d+)$/.exec(location.hash)?.[1] ?? 0) - 1;
  if (number < 0 || number >= session.pages.length) return;
  const { view, frame, marks } = await ask(`/app/pages/${number}`);
  open = { number, said: marks, lis: new Map() };
  open.view = pageView(view, { decorate });
  open.element = open.view.element;
  const other = $("other").value;
  const sides = el("div", { class: "sides" }, el("div", {}, tools(), comparison(other, number), open.element));
  open.frame = el("iframe", { class: "frame", sandbox: true, title: "The page as it is, without scripts, styles and images", srcdoc: frame });
  sides.append(open.frame);
  $("place").replaceChildren(sides);
  showFrame();
  showSaid();
  await refresh(session);
  scrollTo(0, 0);
  if (open.target !== undefined) open.view.focus(open.target);
}

function tools() {
  const frame = el("button", { class: "quiet", type: "button", id: "frame" }, "Page as it is");
  frame.addEventListener("click", () => {
    withFrame = !withFrame;
    showFrame();
  });
  const save = el("button", { class: "quiet", type: "button", id: "save-gold" }, "Save as gold");
  save.addEventListener("click", () => attempt(saveGold));
  return el("div", { class: "page-tools" }, frame, save, el("span", { class: "muted" }, "A page is gold once its marks are right: ", el("kbd", {}, "x"), " marks a block."));
}

function showFrame() {
  open.frame.hidden = !withFrame;
  $("frame").setAttribute("aria-pressed", withFrame);
  open.frame.parentElement.classList.toggle("with-frame", withFrame);
}

function decorate(li, block, index) {
  const box = el("input", { type: "checkbox", "aria-label": `Mark block ${index}` });
  box.checked = marked.get(open.number)?.has(index) ?? false;
  box.addEventListener("change", () => markBlock(index, box.checked));
  li.classList.toggle("marked", box.checked);
  li.prepend(box);
  open.lis.set(index, li);
}

function markBlock(index, on) {
  const blocks = marked.get(open.number) ?? new Set();
  if (on) blocks.add(index);
  else blocks.delete(index);
  marked.set(open.number, blocks);
  open.lis.get(index).classList.toggle("marked", on);
  showMarked();
}

function showMarked() {
  const counts = [...marked.values()].map((blocks) => blocks.size).filter(Boolean);
  const total = counts.reduce((sum, count) => sum + count, 0);
  $("actions").hidden = total === 0;
  $("marked").textContent = `${total} ${total === 1 ? "block" : "blocks"} marked on ${counts.length} ${counts.length === 1 ? "page" : "pages"}`;
}

function clearMarked() {
  marked.clear();
  for (const li of open?.lis.values() ?? []) {
    li.classList.remove("marked");
    li.querySelector("input").checked = false;
  }
  showMarked();
}

/* Corrections */

function showSaid() {
  for (const [index, li] of open.lis) {
    li.querySelector(".said")?.remove();
    const story = open.said[index];
    if (story !== undefined) li.append(el("p", { class: `said ${story ? "story" : "other"}` }, story ? "corrected: story" : "corrected: not story"));
  }
}

async function sayOfMarked(isStory) {
  if (!open) return;
  const blocks = Object.fromEntries([...(marked.get(open.number) ?? [])].map((index) => [index, isStory]));
  if (!Object.keys(blocks).length) return say("Mark blocks of this page first.");
  open.said = (await ask(`/app/pages/${open.number}/marks`, { blocks })).marks;
  showSaid();
  clearMarked();
}

async function saveGold() {
  const { file } = await ask(`/app/pages/${open.number}/gold`, {});
  await refresh();
  say(`Saved in ${file}.`);
}

/* A rule from marked blocks */

function showMaker(on) {
  $("maker").hidden = !on;
  $("maker").parentElement.classList.toggle("making", on);
}

const markedPlaces = () => [...marked].flatMap(([page, blocks]) => [...blocks].map((block) => [page, block]));

async function makeRule() {
  const { proposals } = await ask("/app/proposals", { marked: markedPlaces() });
  const maker = $("maker");
  if (!proposals.length) return say("These blocks have nothing in common that a rule could go by.");
  const names = { lines: "the whole line", pattern: "the line, names and numbers open", start: "how it begins", words: "a class or id" };
  const editor = el("div", {});
  const choices = proposals.map((proposal, number) => {
    const { table, form, effect } = proposal;
    const radio = el("input", { type: "radio", name: "proposal", id: `proposal-${number}`, onchange: () => edit(editor, proposal) });
    radio.checked = number === 0;
    const what = (table.match || (table.lines ?? table.words).join(" | ")).slice(0, 200);
    return el("div", { class: "proposal" }, radio, el("label", { for: `proposal-${number}` }, `${names[form]}: ${hitsOf(effect)}`, el("code", { dir: "auto" }, what)));
  });
  const close = el("button", { class: "quiet", type: "button", onclick: () => showMaker(false) }, "Close");
  maker.replaceChildren(el("h2", {}, "Make a rule"), el("fieldset", {}, el("legend", { class: "visually-hidden" }, "What it goes by"), ...choices), editor, close);
  showMaker(true);
  edit(editor, proposals[0]);
  maker.focus();
}

const hitsOf = ({ count, pages, story }) =>
  `${count} ${count === 1 ? "hit" : "hits"} on ${pages} ${pages === 1 ? "page" : "pages"}` + (story ? `, ${story} in stories` : "");

/* The fields of a rule or a list of words, what it would do, and the button that saves it. */
function edit(editor, { table, effect }) {
  const fields = new Map();
  const field = (name, label, control) => {
    fields.set(name, control);
    control.id = `field-${name}`;
    control.addEventListener("input", changed);
    return el("label", {}, label, control);
  };
  const choice = (name, label, values) => {
    const select = el("select", {}, ...values.map((value) => el("option", { value }, value)));
    select.value = table[name];
    return field(name, label, select);
  };
  const text = (name, label) => field(name, label, withValue(el("input", { autocomplete: "off", spellcheck: "false" }), table[name]));
  const area = (name, label, rows) =>
    field(name, label, withValue(el("textarea", { rows, spellcheck: "false", dir: "auto" }), [table[name]].flat().join("\n")));
  const isRule = "match" in table;
  const parts = isRule
    ? [
        table.lines.length ? area("lines", "Lines, in any case", 2) : area("match", "Pattern (RE2)", 3),
        el("div", { class: "rows" }, choice("label", "Label", session.labels), choice("strength", "Strength", session.strengths), choice("reach", "Reach", session.reaches)),
        area("drop", "Must hit, a line each", 3),
        area("keep", "Must leave alone, a line each", 4),
        text("id", "Id"),
      ]
    : [
        el("div", { class: "rows" }, area("words", "Words in classes and ids", 2), choice("group", "Group", session.groups)),
        area("hit", "Tags that have one of the words", 2),
        area("miss", "Tags that have none", 2),
      ];
  const pack = withValue(el("input", { id: "field-pack", autocomplete: "off", list: "packs" }), session.packs[0] ?? "own");
  const result = el("div", { "aria-live": "polite" });
  const save = el("button", { class: "quiet", type: "button", id: "save-rule" }, "Save");
  save.addEventListener("click", () => attempt(() => saveRule(current(), pack.value)));
  editor.replaceChildren(
    result,
    ...parts,
    el("label", {}, "Pack, in ", el("bdi", {}, session.folder), pack),
    el("datalist", { id: "packs" }, ...session.packs.map((name) => el("option", { value: name }))),
    el("p", {}, save),
  );

  function current() {
    const given = { ...table };
    for (const [name, control] of fields) {
      given[name] = Array.isArray(table[name]) ? control.value.split("\n").filter((line) => line.trim()) : control.value;
    }
    return given;
  }

  function changed() {
    clearTimeout(edit.timer);
    edit.timer = setTimeout(() => attempt(() => tryOut(result, current())), 250);
  }

  showEffect(result, { problems: [], effect });
  attempt(() => tryOut(result, current()));
}

function withValue(control, value) {
  control.value = value;
  return control;
}

/* What a rule would do: first its hits, then F1 on the gold, which takes as long as cleaning it. */
async function tryOut(result, table) {
  const number = (tryOut.number = (tryOut.number ?? 0) + 1);
  const found = await ask("/app/effect", { table, marked: markedPlaces() });
  if (tryOut.number !== number) return;
  const figure = showEffect(result, found);
  if (!found.effect.count) return void (figure.textContent = "");
  const changes = await ask("/app/changes", { table });
  if (tryOut.number === number) figure.textContent = goldFigure(changes);
}

function showEffect(result, { problems, effect }) {
  const rows = effect.hits.map((hit) => {
    const page = session.pages.indexOf(hit.page);
    const link = el("a", { href: `#page-${page + 1}` }, hit.page);
    return el("li", { class: hit.is_story ? "taken" : null, dir: "auto" }, hit.text.slice(0, 300), " ", el("small", {}, hit.is_story ? "story, " : "", link));
  });
  const figure = el("p", { id: "gold-figure", class: "muted" }, "F1 on the gold: …");
  result.replaceChildren(
    ...problems.map((problem) => el("p", { class: "problems" }, problem)),
    el("h3", { id: "hits-title" }, hitsOf(effect)),
    el("ul", { class: "hits", tabindex: "0", "aria-labelledby": "hits-title" }, ...rows),
    figure,
  );
  return figure;
}

function goldFigure({ pages, before, after, better, worse }) {
  if (!pages) return "F1 on the gold: there is none yet; correct some pages and save them.";
  const list = (names) => (names.length ? ` (${names.slice(0, 5).join(", ")})` : "");
  return `F1 on ${pages} gold ${pages === 1 ? "page" : "pages"}: ${before.toFixed(4)} before, ${after.toFixed(4)} after; better on ${better.length}${list(better)}, worse on ${worse.length}${list(worse)}`;
}

async function saveRule(table, pack) {
  const { file } = await ask("/app/rules", { pack, table });
  showMaker(false);
  clearMarked();
  comparisons.clear();
  await refresh();
  await show();
  say(`Saved in ${file}; pages are cleaned with it from now on.`);
}

/* Another configuration */

async function compareAll() {
  const other = $("other").value;
  for (let number = 0; other && number < session.pages.length && $("other").value === other; number += 1) {
    const key = `${other}\n${number}`;
    if (!comparisons.has(key)) comparisons.set(key, await ask(`/app/pages/${number}/comparison`, { other }));
    await refresh(session);
    if (open?.number === number) document.querySelector(".comparison")?.replaceWith(comparison(other, number));
  }
  await refresh(session);
  if (!other) document.querySelector(".comparison")?.replaceWith(comparison("", 0));
}

function differing(number) {
  const found = comparisons.get(`${$("other").value}\n${number}`);
  if (!found) return "";
  const count = found.rows.filter(({ here, there }) => here !== there).length;
  const f1 = found.here === null ? "" : `, F1 ${found.here.toFixed(3)} here, ${found.there.toFixed(3)} there`;
  return `${count} ${count === 1 ? "block differs" : "blocks differ"}${f1}`;
}

function comparison(other, number) {
  const found = comparisons.get(`${other}\n${number}`);
  if (!found) return el("section", { class: "comparison", hidden: true });
  const rows = found.rows
    .filter(({ here, there }) => here !== there)
    .map(({ text, here }) => el("li", { class: here ? "here" : "there", dir: "auto" }, el("strong", {}, here ? "only here: " : "only there: "), text));
  return el("section", { class: "comparison", "aria-label": "Comparison" }, el("h3", {}, `Compared with ${other}: `, differing(number)), el("ul", {}, ...rows));
}

/* What people do */

const actions = { s: () => attempt(() => sayOfMarked(true)), n: () => attempt(() => sayOfMarked(false)), r: () => attempt(makeRule) };
$("as-story").addEventListener("click", actions.s);
$("as-other").addEventListener("click", actions.n);
$("make").addEventListener("click", actions.r);
$("clear").addEventListener("click", clearMarked);
$("more").addEventListener("click", () => attempt(async () => refresh(await ask("/app/more", {}))));
$("other").addEventListener("change", () => attempt(compareAll));
$("add").addEventListener("click", () => $("paste").showModal());
$("paste").addEventListener("close", () => {
  if ($("paste").returnValue !== "add") return;
  const files = [...$("paste-file").files];
  if ($("paste-page").value.trim()) files.unshift(new Blob([$("paste-page").value]));
  attempt(() => addPages(files, $("paste-url").value));
  $("paste").querySelector("form").reset();
});
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  attempt(() => addPages(event.dataTransfer.files));
});
addEventListener("hashchange", () => attempt(show));
document.addEventListener("keydown", (event) => {
  onKey(event, open?.view);
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
  const box = document.activeElement?.closest(".block")?.querySelector(":scope > input");
  if (event.key === "x" && box) box.click();
  else if (!$("actions").hidden) actions[event.key]?.();
});
attempt(async () => {
  await refresh();
  if (!location.hash && session.pages.length) location.hash = "#page-1";
  else await show();
});
