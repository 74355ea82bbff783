// The document's claims in order. With the text at hand the sentences themselves are shown; the text
// is read in the page and goes nowhere.

import { announce, bdi, counted, h, titled } from "./dom.js";
import { placeOf, valueText } from "./data.js";
import { SEVERITY_TONES, icon } from "./marks.js";
import { link } from "./state.js";
import { flagText, standing } from "./trace_model.js";

/** @typedef {import("./main.js").App} App */
/** @typedef {import("./data.js").Tone} Tone */

const STATEMENTS_AT_MOST = 400;
/** What Python's str.split takes for white space, by which the anchors were counted. */
// eslint-disable-next-line no-control-regex
const SPACES = /[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

/** Texts that the reader gave, by row of `documents`; false where the sentence did not fit. */
/** @type {Map<number, {text: string, fits: Map<number, boolean>}>} */
const given = new Map();

/**
 * White space made single and Unicode composed, as the anchors count it.
 * @param {string} text
 */
export function normalised(text) {
  return text.normalize("NFC").split(SPACES).filter(Boolean).join(" ");
}

/**
 * @param {App} app
 * @param {HTMLElement} main
 */
export function showText(app, main) {
  const { graph, state } = app;
  const { documents } = graph.columns;
  const at = chosenDocument(app);
  if (at < 0) {
    main.replaceChildren(h("h1", {}, "Text"), h("p", { class: "notice" }, "This graph holds no document. Load the record of one to see its claims in order."));
    return;
  }
  const node = documents.node[at];
  const own = documents.text[at];
  if (own !== null && !given.has(at)) given.set(at, { text: own, fits: new Map() });
  const known = given.get(at);
  main.replaceChildren(
    h("div", { class: "heading" }, titled("What the document says, in its order", bdi(graph.label(node))), chooser(app, at)),
    known ? h("p", { class: "keyline soft" }, h("span", {}, icon("good"), "The sentences are shown from the text on this machine. "), h("button", { type: "button", onclick: () => forget(app, at) }, "Remove the text"))
      : dropZone(app, at),
    list(app, node, known ?? null));
  if (state.select) document.querySelector(`main [data-node="${CSS.escape(state.select)}"]`)?.scrollIntoView({ block: "center" });
}

/** @param {App} app */
function chosenDocument(app) {
  const { graph, state } = app;
  const { documents, conclusions } = graph.columns;
  let node = state.document ? graph.find(state.document) : -1;
  if (node < 0 && state.select) node = documentOf(app, graph.find(state.select));
  if (node < 0 && state.conclusion) {
    const row = graph.conclusionOf(Math.max(0, graph.find(state.conclusion)));
    if (row >= 0) node = conclusions.document[row];
  }
  const at = documents.node.indexOf(node);
  return at >= 0 ? at : documents.node.length ? 0 : -1;
}

/**
 * @param {App} app
 * @param {number} node
 */
function documentOf(app, node) {
  if (node < 0) return -1;
  const { edges, nodes } = app.graph.columns;
  for (const row of app.graph.edgesTo(node)) if (app.graph.kind(edges.source[row]) === "Document") return edges.source[row];
  const home = nodes.home[node];
  return app.graph.columns.documents.node.find((one) => nodes.home[one] === home) ?? -1;
}

/**
 * @param {App} app
 * @param {number} at
 */
function chooser(app, at) {
  const { documents } = app.graph.columns;
  if (documents.node.length < 2) return null;
  return h("p", {}, h("label", { for: "document" }, "Document "),
    h("select", { id: "document", onchange: (event) => app.go({ document: event.target.value, select: "" }) },
      documents.node.slice(0, 1000).map((node, row) => h("option", { value: app.graph.name(node), selected: row === at }, app.graph.label(node)))));
}

/**
 * @param {App} app
 * @param {number} at
 */
function dropZone(app, at) {
  const input = h("input", { type: "file", accept: ".txt,.md,text/plain", id: "textfile", class: "unseen",
    onchange: (event) => event.target.files[0] && taken(app, at, event.target.files[0]) });
  return h("div", { class: "drop", id: "drop" },
    h("p", {}, "Below stands what the document says in a curator's words, and where. If you have its text, drop the text file here to see the sentences themselves. ",
      h("strong", {}, "It stays on this machine.")),
    h("p", {}, h("label", { class: "button", for: "textfile" }, "Choose a text file"), input, h("span", { id: "dropnote", role: "status" })));
}

/**
 * Take a file that was dropped or chosen.
 * @param {App} app
 * @param {number} at
 * @param {File} file
 */
async function taken(app, at, file) {
  const note = document.getElementById("dropnote");
  const say = (/** @type {string} */ text) => {
    if (note) note.textContent = ` ${text}`;
    announce(text);
  };
  if (file.size > 20_000_000) return say("This file is larger than 20 MB; a letter or paper as plain text is far smaller.");
  const raw = new Uint8Array(await file.arrayBuffer());
  let text;
  try {
    text = normalised(new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch {
    return say("This is no UTF-8 text. Save the document as plain text first.");
  }
  const fits = await checked(app, at, text);
  const good = [...fits.values()].filter(Boolean).length;
  if (fits.size > 0 && good === 0) return say("This text is another one: none of its sentences is where the record has them.");
  given.set(at, { text, fits });
  app.refresh();
  announce(`${good} of ${counted(fits.size, "sentence")} found in the text.`);
}

/**
 * Drop a file anywhere on the page.
 * @param {App} app
 */
export function acceptDrops(app) {
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    if (app.state.view !== "text") app.go({ view: "text" });
    setTimeout(() => taken(app, Math.max(0, chosenDocument(app)), file), 0);
  });
}

/**
 * @param {App} app
 * @param {number} at
 */
function forget(app, at) {
  given.delete(at);
  app.graph.columns.documents.text[at] = null;
  app.refresh();
}

/**
 * Which sentences of the record stand in the text, by their hash; all unknown where a browser
 * cannot hash on a page from disk.
 * @param {App} app
 * @param {number} at
 * @param {string} text
 * @returns {Promise<Map<number, boolean>>}
 */
async function checked(app, at, text) {
  const { anchors } = app.graph.columns;
  const points = [...text];
  const fits = new Map();
  if (!globalThis.crypto?.subtle) return fits;
  for (const row of anchorsOf(app, at)) {
    const slice = new TextEncoder().encode(points.slice(anchors.start[row], anchors.end[row]).join(""));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", slice));
    fits.set(row, [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") === anchors.sha256[row]);
  }
  return fits;
}

/**
 * @param {App} app
 * @param {number} at
 */
function anchorsOf(app, at) {
  const { nodes, documents } = app.graph.columns;
  const rows = statementsOf(app, documents.node[at]).map((node) => nodes.anchor[node]);
  return [...new Set(rows.filter((row) => row >= 0))];
}

/**
 * The claims and conclusions of a document, in its order.
 * @param {App} app
 * @param {number} document
 */
function statementsOf(app, document) {
  const { edges } = app.graph.columns;
  const found = app.graph.edgesFrom(document).map((row) => edges.target[row]).filter((node) => ["Claim", "Conclusion"].includes(app.graph.kind(node)));
  return [...new Set(found)].sort((a, b) => standing(app.graph, a) - standing(app.graph, b) || a - b);
}

/**
 * @param {App} app
 * @param {number} document
 * @param {{text: string, fits: Map<number, boolean>} | null} known
 */
function list(app, document, known) {
  const { anchors, nodes } = app.graph.columns;
  const all = statementsOf(app, document);
  const chosen = all.indexOf(app.graph.find(app.state.select));
  const first = chosen < STATEMENTS_AT_MOST ? 0 : chosen - STATEMENTS_AT_MOST / 2;
  const shown = all.slice(first, first + STATEMENTS_AT_MOST);
  const points = known ? [...known.text] : [];
  /** @type {HTMLElement[]} */
  const parts = [];
  let paragraph = -1;
  let sentence = -1;
  for (const node of shown) {
    const row = nodes.anchor[node];
    if (row >= 0 && anchors.paragraph[row] !== paragraph) {
      paragraph = anchors.paragraph[row];
      sentence = -1;
      parts.push(h("h2", {}, `Paragraph ${paragraph}`));
    }
    if (known && row >= 0 && anchors.sentence[row] !== sentence) {
      sentence = anchors.sentence[row];
      const good = known.fits.get(row) ?? true;
      parts.push(h("blockquote", {}, good ? ["“", bdi(points.slice(anchors.start[row], anchors.end[row]).join(""), 4000), "”"] : "This sentence is not in the text as the record has it."));
    }
    parts.push(statement(app, node));
  }
  return h("div", { class: "reading" }, parts, all.length > shown.length ? h("p", { class: "notice" }, `Shown are ${first + 1} to ${first + shown.length} of ${all.length} statements; search to find the others.`) : null);
}

/**
 * @param {App} app
 * @param {number} node
 */
function statement(app, node) {
  const { graph, state } = app;
  const { hops, hop_kinds: kinds, states, anchors, nodes } = graph.columns;
  const name = graph.name(node);
  const row = nodes.anchor[node];
  const stated = graph.hopsFrom(node).filter((one) => kinds[hops.kind[one]] === "asserts");
  const flag = flagText(graph, node);
  return h("article", { class: `statement${graph.kind(node) === "Conclusion" ? " conclusion" : ""}`, "data-node": name },
    h("p", { class: "where soft" }, row >= 0 ? `s ${anchors.sentence[row]}` : "", h("span", { class: "unseen" }, ` ${placeOf(graph, node)}`)),
    h("div", {},
      graph.kind(node) === "Conclusion" ? h("p", { class: "overline" }, "Conclusion") : null,
      h("p", {}, h("a", { class: "thing", href: link(state, { select: name }), "data-key": `text ${name}` }, bdi(graph.label(node)))),
      graph.said(node, "quote").map((quote) => h("blockquote", {}, "“", bdi(quote, 4000), "”")),
      h("p", { class: "marks" },
        stated.map((one) => {
          const value = hops.target[one];
          const at = graph.valueOf(value);
          const tone = states[hops.state[one]].tone;
          return h("a", { class: `chip ${tone}`, href: link(state, { select: graph.name(value) }) }, icon(tone), bdi(at < 0 ? graph.label(value) : valueText(graph, at).number, 60), " ", h("span", { class: "soft" }, states[hops.state[one]].label));
        }),
        flag.text ? h("span", { class: `flag ${flag.tone}` }, icon(SEVERITY_TONES[flag.tone === "bad" ? "error" : "warning"]), `Audit: ${flag.text}`) : null,
        graph.kind(node) === "Conclusion" ? h("a", { href: link(state, { view: "trace", conclusion: name, select: "" }) }, "Trace") : null)));
}

/**
 * @param {App} app
 * @returns {string[][]}
 */
export function textTable(app) {
  const { graph } = app;
  const at = chosenDocument(app);
  const rows = at < 0 ? [] : statementsOf(app, graph.columns.documents.node[at]);
  return [["place", "kind", "statement", "audit", "IRI"], ...rows.map((node) => [placeOf(graph, node), graph.kind(node), graph.label(node), flagText(graph, node).text, graph.iri(node)])];
}
