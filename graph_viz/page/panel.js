// The side panel: everything that is known about one thing, and the query that finds it again.

import { bdi, counted, cut, h, isolated } from "./dom.js";
import { flagged, placeOf, traced, valueText, wholeOf } from "./data.js";
import { SEVERITY_TONES, icon } from "./marks.js";
import { link, toggled } from "./state.js";
import { ledger } from "./summary.js";

/** @typedef {import("./main.js").App} App */

const LISTED = 12;

/** Where an identifier leads; only what looks like the identifier becomes a link. */
/** @type {[keyof import("./data.js").Roles, RegExp, (id: string) => string][]} */
const LINKS = [
  ["doi", /^10\.\d{4,9}\/\S+$/, (id) => `https://doi.org/${encodeURI(id)}`],
  ["pmid", /^\d{1,9}$/, (id) => `https://pubmed.ncbi.nlm.nih.gov/${id}/`],
  ["pmcid", /^PMC\d+$/, (id) => `https://pmc.ncbi.nlm.nih.gov/articles/${id}/`],
  ["registration", /^NCT\d{8}$/, (id) => `https://clinicaltrials.gov/study/${id}`],
  ["ncit_code", /^C\d+$/, (id) => `https://ncit.nci.nih.gov/ncitbrowser/ConceptReport.jsp?dictionary=NCI_Thesaurus&code=${id}`],
];

/**
 * @param {App} app
 * @param {HTMLElement} panel
 * @param {number} node
 */
export function showPanel(app, panel, node) {
  const { graph, state } = app;
  const { kinds, nodes } = graph.columns;
  const kind = kinds[nodes.kind[node]];
  const place = placeOf(graph, node);
  panel.replaceChildren(
    h("div", { class: "panelhead" },
      h("p", { class: "overline" }, kind.label, place ? ` · ${place}` : ""),
      h("a", { class: "close", href: link(state, { select: "" }), "aria-label": "Close details", id: "close" }, "×")),
    h("h2", { id: "panelname", tabindex: -1 }, bdi(graph.label(node), 20_000)),
    actions(app, node),
    ...[summary(app, node), findings(app, node), statements(app, node), related(app, node), provenance(app, node), meaning(app, node), query(app, node)].filter((part) => part !== null),
  );
}

/**
 * What can be done with the thing from here.
 * @param {App} app
 * @param {number} node
 */
function actions(app, node) {
  const { graph, state } = app;
  const name = graph.name(node);
  const kind = graph.kind(node);
  const parts = [];
  if (kind === "Conclusion") parts.push(h("a", { class: "button", href: link(state, { view: "trace", conclusion: name, select: name }) }, "Trace"));
  if (placeOf(graph, node)) parts.push(h("a", { class: "button", href: link(state, { view: "text", select: name }) }, "In the text"));
  parts.push(h("a", { class: "button", href: link(state, { view: "map", select: name, near: "1" }) }, "On the map"));
  if (kind === "Trial" || kind === "Study") {
    const whole = graph.name(wholeOf(graph, node));
    const away = state.without.includes(whole);
    parts.push(h("button", { type: "button", onclick: () => app.go({ without: toggled(state.without, whole) }) }, away ? "Put back" : "What if it were not there?"));
  }
  return h("p", { class: "actions" }, parts);
}

/**
 * @param {App} app
 * @param {number} node
 */
function summary(app, node) {
  const { graph } = app;
  const row = graph.conclusionOf(node);
  if (row >= 0) return h("div", {}, app.state.view === "trace" && !app.state.select ? null : ledger(app, row, true), breaks(app, node));
  const kind = graph.kind(node);
  if (kind === "Trial" || kind === "Study") return carried(app, node);
  const value = graph.valueOf(node);
  const { values, states } = graph.columns;
  if (value >= 0 && values.state[value] >= 0) {
    const state = states[values.state[value]];
    return h("p", { class: `verdict ${state.tone}` }, icon(state.tone), sentence(state.label));
  }
  return null;
}

/**
 * The broken hops under a conclusion, each with the statement that it stands in.
 * @param {App} app
 * @param {number} node
 */
export function breaks(app, node) {
  const { graph, state } = app;
  const { hops, hop_kinds: kinds, states, values } = graph.columns;
  const rows = traced(graph, node).hops.filter((row) => states[hops.state[row]].tone === "bad");
  if (rows.length === 0) return null;
  const kindOf = (/** @type {number} */ row) => kinds[hops.kind[row]];
  // A citation whose value is listed already for the same reason is not told once more.
  const told = new Set(rows.filter((row) => kindOf(row) === "asserts").map((row) => `${hops.source[row]} ${hops.state[row]}`));
  const listed = new Set();
  const items = rows.map((row) => {
    const kind = kindOf(row);
    const at = kind === "asserts" ? graph.valueOf(hops.target[row]) : -1;
    if (["restates", "derives"].includes(kind) || (kind === "cites" && told.has(`${hops.source[row]} ${hops.state[row]}`))) return null;
    const about = kind === "cites" ? hops.source[row] : hops.target[row];
    if (listed.has(`${about} ${hops.state[row]}`)) return null;
    listed.add(`${about} ${hops.state[row]}`);
    const text = at >= 0 ? `${valueText(graph, at).number} ${values.what[at]}` : graph.label(about);
    return h("li", {}, h("a", { href: link(state, { select: graph.name(about) }), "data-link": graph.name(about) }, bdi(text, 240)), h("span", { class: "flag bad" }, icon("bad"), states[hops.state[row]].label));
  });
  return h("section", { class: "breaks" }, h("h3", {}, "Where it breaks"), h("ul", { class: "plain" }, items));
}

/** @param {string} text */
function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

/**
 * Which conclusions stand on a study, and which of them on nothing else.
 * @param {App} app
 * @param {number} node
 */
function carried(app, node) {
  const { nodes, studies, conclusions } = app.graph.columns;
  const whole = wholeOf(app.graph, node);
  const resting = conclusions.node.filter((n) => studies[nodes.rests[n]].includes(whole));
  const alone = resting.filter((n) => studies[nodes.rests[n]].length === 1);
  if (resting.length === 0) return h("p", {}, "No conclusion rests on it.");
  return h("div", {}, h("p", {}, `${counted(resting.length, "conclusion rests", "conclusions rest")} on it, ${alone.length} on nothing else.`),
    alone.length ? h("p", {}, "Without it these fall:") : null,
    alone.length ? links(app, alone) : null);
}

/**
 * @param {App} app
 * @param {number} node
 */
function findings(app, node) {
  const { findings: table } = app.graph.columns;
  const rows = [...new Set([...flagged(app.graph, node).rows, ...app.graph.findingsOn(node)])].sort((a, b) => a - b);
  if (rows.length === 0) return null;
  return h("section", {}, h("h3", {}, counted(rows.length, "finding"), " of the audit"),
    h("ul", { class: "plain" }, rows.map((row) => {
      const dismissed = table.review[row] === "dismissed";
      return h("li", { class: `finding ${SEVERITY_TONES[table.severity[row]]}${dismissed ? " dismissed" : ""}` },
        h("p", { class: "findinghead" }, icon(SEVERITY_TONES[table.severity[row]]), h("b", {}, table.title[row]), h("span", { class: "soft" }, ` ${table.severity[row]}`)),
        table.review[row] !== "open" ? h("p", {}, h("b", {}, `${sentence(table.review[row])} `), bdi(table.reason[row])) : null,
        h("p", {}, bdi(table.message[row], 2000)),
        table.values[row].length ? h("ul", {}, table.values[row].map((text) => h("li", {}, bdi(text)))) : null,
        table.suggestion[row] ? h("p", { class: "soft" }, h("b", {}, "To settle it: "), bdi(table.suggestion[row], 1000)) : null,
        h("p", { class: "soft" }, `Rule: ${table.rule[row]}`));
    })));
}

/**
 * What is said of it in text.
 * @param {App} app
 * @param {number} node
 */
function statements(app, node) {
  const { facts, properties, strings } = app.graph.columns;
  const rows = app.graph.factsOf(node);
  /** @type {Map<number, string[]>} */
  const said = new Map();
  for (const row of rows) said.set(facts.property[row], [...(said.get(facts.property[row]) ?? []), strings[facts.value[row]]]);
  if (said.size === 0) return null;
  return h("section", {}, h("h3", {}, "What is said of it"),
    h("dl", {}, [...said].flatMap(([property, texts]) => {
      const about = properties[property];
      return [h("dt", { title: about.definition }, about.label), ...texts.slice(0, LISTED).map((text) => h("dd", {}, identifier(app, property, text)))];
    })));
}

/**
 * A link for an identifier that has the form of one; otherwise its text.
 * @param {App} app
 * @param {number} property A row of `properties`.
 * @param {string} text
 */
function identifier(app, property, text) {
  const known = LINKS.find(([role, form]) => app.graph.plays(property, role) && form.test(text));
  if (!known) return bdi(text, 4000);
  return h("a", { href: known[2](text), rel: "noopener noreferrer", target: "_blank" }, bdi(text), h("span", { class: "unseen" }, " (opens the web)"));
}

/**
 * What it leads to and what leads to it.
 * @param {App} app
 * @param {number} node
 */
function related(app, node) {
  const { edges, properties } = app.graph.columns;
  /** @type {Map<string, number[]>} */
  const groups = new Map();
  const add = (/** @type {string} */ name, /** @type {number} */ other) => groups.set(name, [...(groups.get(name) ?? []), other]);
  for (const row of app.graph.edgesFrom(node)) add(properties[edges.property[row]].label, edges.target[row]);
  for (const row of app.graph.edgesTo(node)) add(`is “${properties[edges.property[row]].label}” of`, edges.source[row]);
  if (groups.size === 0) return null;
  return h("section", {}, h("h3", {}, "What it is joined to"),
    h("dl", {}, [...groups].flatMap(([name, others]) => [h("dt", {}, name), h("dd", {}, links(app, others))])));
}

/**
 * @param {App} app
 * @param {number[]} nodes
 */
function links(app, nodes) {
  const distinct = [...new Set(nodes)];
  const item = (/** @type {number} */ n) => {
    const name = app.graph.name(n);
    return h("li", {}, h("a", { href: link(app.state, { select: name }), "data-link": name }, bdi(app.graph.label(n), 160)));
  };
  const rest = distinct.slice(LISTED);
  const list = h("ul", { class: "plain" }, distinct.slice(0, LISTED).map(item));
  if (rest.length === 0) return list;
  const more = h("button", { type: "button", onclick: () => more.replaceWith(h("ul", { class: "plain" }, rest.slice(0, 500).map(item))) }, `+${rest.length} more`);
  return h("div", {}, list, more);
}

/**
 * @param {App} app
 * @param {number} node
 */
function provenance(app, node) {
  const { sources, nodes } = app.graph.columns;
  const source = sources[nodes.home[node]];
  if (!source) return null;
  const row = (/** @type {string} */ name, /** @type {string} */ text) => (text ? [h("dt", {}, name), h("dd", {}, bdi(text))] : []);
  return h("details", {}, h("summary", {}, "Who says so"),
    h("dl", {}, row("vouched for by", source.curator), row("status", source.status), row("since", source.date), row("made from", source.source),
      row("file", source.file), row("SHA-256", source.sha256), row("by", source.version), row("named graph", source.graph)));
}

/**
 * @param {App} app
 * @param {number} node
 */
function meaning(app, node) {
  const { kinds, nodes } = app.graph.columns;
  const kind = kinds[nodes.kind[node]];
  return kind.definition ? h("details", {}, h("summary", {}, `What “${kind.label}” means`), h("p", {}, kind.definition)) : null;
}

/**
 * @param {App} app
 * @param {number} node
 */
function query(app, node) {
  const text = sparqlOf(app.graph.iri(node));
  const status = h("span", { class: "soft", role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = " copied";
    } catch {
      status.textContent = " select the text to copy it";
    }
  };
  return h("details", {}, h("summary", {}, "Find it again by SPARQL"), h("pre", { tabindex: 0, "aria-label": `SPARQL for ${isolated(cut(app.graph.label(node), 80))}` }, text),
    h("p", {}, h("button", { type: "button", onclick: copy }, "Copy"), status));
}

/**
 * A query for everything that is said of a thing. Whatever its IRI holds, it stays one IRI.
 * @param {string} iri
 */
export function sparqlOf(iri) {
  // eslint-disable-next-line no-control-regex
  const safe = [...iri].map((c) => (/[\u0000-\u0020<>"{}|^`\\]/.test(c) ? encodeURIComponent(c) : c)).join("");
  return `SELECT ?property ?value WHERE {\n  <${safe}> ?property ?value .\n}`;
}
