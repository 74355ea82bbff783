// The start: the conclusions in their document's order, what each rests on, and its worst findings.

import { bdi, counted, h, titled } from "./dom.js";
import { placeOf } from "./data.js";
import { SEVERITY_TONES, icon } from "./marks.js";
import { link } from "./state.js";
import { countsOf, ledger } from "./summary.js";

/** @typedef {import("./main.js").App} App */

const WORST = 3;
const PAGE = 40;

/**
 * @param {App} app
 * @param {HTMLElement} main
 */
export function showConclusions(app, main) {
  const { conclusions } = app.graph.columns;
  if (conclusions.node.length === 0) {
    main.replaceChildren(h("h1", {}, "Conclusions"),
      h("p", { class: "notice" }, "This graph holds no conclusion. Load the record of a document that draws one, or look at ",
        h("a", { href: link(app.state, { view: "map" }) }, "the map"), " of what there is."));
    return;
  }
  /** @type {Map<number, number[]>} */
  const documents = new Map();
  conclusions.document.forEach((node, row) => documents.set(node, [...(documents.get(node) ?? []), row]));
  const shown = Math.max(PAGE, PAGE * Number(app.state.more[0] ?? 1));
  let left = shown;
  const sections = [];
  for (const [document, rows] of documents) {
    if (left <= 0) break;
    sections.push(h("section", {}, heading(app, document, documents.size === 1),
      h("ol", { class: "cards" }, rows.slice(0, left).map((row) => card(app, row)))));
    left -= rows.length;
  }
  main.replaceChildren(
    h("div", { class: "heading" }, titled(counted(conclusions.node.length, "conclusion"), "What each conclusion rests on")),
    keyToSigns(),
    lost(app) ?? "",
    ...sections,
    conclusions.node.length > shown
      ? h("p", {}, h("button", { type: "button", onclick: () => app.go({ more: [String(shown / PAGE + 1)] }) }, `Show more of the ${conclusions.node.length} conclusions`))
      : "");
}

function keyToSigns() {
  return h("p", { class: "keyline soft" },
    "How each step from a conclusion to its studies fared: ",
    h("span", {}, icon("good"), "the source reports it"), " ", h("span", {}, icon("bad"), "broken"), " ",
    h("span", {}, icon("open"), "no citation, or the source could not be checked"));
}

/** @param {App} app */
function lost(app) {
  if (app.state.without.length === 0 && !app.state.sound) return null;
  return h("p", { class: "whatif" }, "Something is taken away; a conclusion that has lost every study is marked. ",
    h("a", { href: link(app.state, { without: [], sound: false }) }, "Put all back"));
}

/**
 * @param {App} app
 * @param {number} document
 * @param {boolean} only
 */
function heading(app, document, only) {
  if (document < 0) return null;
  const name = app.graph.name(document);
  const [title] = app.graph.said(document, "title");
  return h("div", { class: "document" },
    h("h2", {}, h("a", { href: link(app.state, { select: name }), "data-node": name }, bdi(app.graph.label(document)))),
    only && title !== undefined ? h("p", { class: "soft" }, bdi(title)) : null);
}

/**
 * @param {App} app
 * @param {number} row
 */
function card(app, row) {
  const { graph, state } = app;
  const { conclusions } = graph.columns;
  const node = conclusions.node[row];
  const name = graph.name(node);
  const fallen = app.falls(node);
  const place = placeOf(graph, node);
  return h("li", { class: fallen ? "card fallen" : "card", "data-node": name },
    h("div", { class: "number", "aria-hidden": "true" }, conclusions.position[row]),
    h("div", { class: "said" },
      h("h3", {}, h("a", { href: link(state, { view: "trace", conclusion: name, select: "" }), "data-key": `card ${name}` }, bdi(graph.label(node)))),
      h("p", { class: "soft" }, place ? `${place[0].toUpperCase()}${place.slice(1)}. ` : "", fallen ? h("strong", { class: "lost" }, "Nothing carries it any more.") : null),
      worst(app, row)),
    ledger(app, row));
}

/**
 * @param {App} app
 * @param {number} row
 */
function worst(app, row) {
  const { findings, conclusions } = app.graph.columns;
  const counts = countsOf(app, row);
  const listed = conclusions.findings[row].filter((n) => findings.review[n] !== "dismissed" && findings.severity[n] !== "note").slice(0, WORST);
  const shown = (/** @type {string} */ severity) => listed.filter((n) => findings.severity[n] === severity).length;
  const rest = [
    counts.errors > shown("error") ? counted(counts.errors - shown("error"), "more error", "more errors") : "",
    counts.warnings > shown("warning") ? counted(counts.warnings - shown("warning"), "more warning", "more warnings") : "",
    counts.notes ? counted(counts.notes, "note") : "",
  ].filter(Boolean);
  if (listed.length === 0 && rest.length === 0) return h("p", { class: "soft" }, "The audit found nothing to mark.");
  return h("ul", { class: "findings" },
    listed.map((n) => h("li", {}, icon(SEVERITY_TONES[findings.severity[n]]),
      h("a", { href: link(app.state, { select: app.graph.name(findings.about[n]) }), "data-key": `finding ${row} ${n}` },
        h("b", {}, findings.title[n]), ": ", bdi(findings.message[n], 260)),
      findings.place[n] ? h("span", { class: "soft place" }, ` ${findings.place[n]}`) : null)),
    rest.length ? h("li", { class: "soft" }, `and ${rest.join(", ")}`) : null);
}

/**
 * @param {App} app
 * @returns {string[][]}
 */
export function conclusionsTable(app) {
  const { graph } = app;
  const { conclusions, findings } = graph.columns;
  const names = Object.keys(conclusions.counts);
  return [
    ["document", "position", "conclusion", "stands on", ...names, "worst finding", "IRI"],
    ...conclusions.node.map((node, row) => [
      conclusions.document[row] < 0 ? "" : graph.label(conclusions.document[row]),
      String(conclusions.position[row]),
      graph.label(node),
      conclusions.standing[row].join(" "),
      ...names.map((name) => String(conclusions.counts[name][row])),
      conclusions.findings[row].length ? findings.message[conclusions.findings[row][0]] : "",
      graph.iri(node),
    ]),
  ];
}
