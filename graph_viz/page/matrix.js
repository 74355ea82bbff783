// Two tables: conclusions by publications, and endpoints by studies with their values.

import { bdi, counted, h, isolated, titled } from "./dom.js";
import { traced, valueText } from "./data.js";
import { DIRECTIONS, SIGNS, icon } from "./marks.js";
import { link } from "./state.js";

/** @typedef {import("./main.js").App} App */
/** @typedef {{key: string, node: number, rows: Map<number, number[]>, weight: Map<number, number>}} Line A row of the table; `rows` holds for each column the rows of data in its cell. */
/** @typedef {{lines: Line[], columns: number[], corner: string, cell: (line: Line, rows: number[]) => Child[], text: (row: number) => string}} Table */
/** @typedef {import("./dom.js").Child} Child */

const COLUMNS_AT_MOST = 24;
const ROWS_AT_MOST = 120;
const VALUES_AT_MOST = 6;

/**
 * @param {App} app
 * @param {HTMLElement} main
 */
export function showMatrix(app, main) {
  const values = app.state.form === "values";
  const table = values ? valueTable(app) : publicationTable(app);
  main.replaceChildren(
    h("div", { class: "heading" },
      titled("Matrix", values ? "Endpoints and the studies that report on them" : "Conclusions and the publications under them"),
      h("div", { class: "forms", role: "group", "aria-label": "Table" },
        h("a", { class: "button", href: link(app.state, { form: "", sort: "" }), "aria-current": values ? null : "true" }, "Conclusions × publications"),
        h("a", { class: "button", href: link(app.state, { form: "values", sort: "" }), "aria-current": values ? "true" : null }, "Endpoints × studies"))),
    scope(app),
    table.lines.length === 0 || table.columns.length === 0
      ? h("p", { class: "notice" }, values ? "No value is known here. Choose all conclusions, or load records of studies that report values." : "No conclusion here cites a publication. Choose all conclusions, or load a record with citations.")
      : drawnTable(app, table),
    h("p", { class: "soft" }, values
      ? "Bold values are stated by the document, the others reported by the study's own publications. A sign says how the stated value was checked."
      : "Each cell: how many citing hops lead from the conclusion to the publication, what the claims on the way do to it (+ supports, − disputes, ~ qualifies), and how the hops were checked."));
}

/**
 * One conclusion only, or all.
 * @param {App} app
 */
function scope(app) {
  const { conclusions } = app.graph.columns;
  const choose = h("select", { id: "scope", onchange: (event) => app.go({ conclusion: event.target.value }) },
    h("option", { value: "", selected: !app.state.conclusion }, "all conclusions"),
    conclusions.node.slice(0, 500).map((node, row) => {
      const name = app.graph.name(node);
      return h("option", { value: name, selected: app.graph.find(app.state.conclusion) === node }, `${conclusions.position[row]}  ${isolated(app.graph.label(node), 90)}`);
    }));
  return h("p", { class: "tools filters" }, h("label", { for: "scope" }, "Under "), choose);
}

/** @param {App} app */
function chosen(app) {
  const node = app.state.conclusion ? app.graph.find(app.state.conclusion) : -1;
  return node >= 0 ? app.graph.conclusionOf(node) : -1;
}

/**
 * @param {App} app
 * @returns {Table}
 */
function publicationTable(app) {
  const { cells, conclusions } = app.graph.columns;
  const only = chosen(app);
  const lines = conclusions.node.map((node) => emptyLine(app, node));
  /** @type {Map<number, number>} */
  const columns = new Map();
  for (let row = 0; row < cells.count.length; row += 1) {
    if (only >= 0 && cells.conclusion[row] !== only) continue;
    enter(lines[cells.conclusion[row]], columns, cells.publication[row], row, cells.count[row]);
  }
  const signOf = (/** @type {number} */ row) => SIGNS[/** @type {keyof typeof SIGNS} */ (DIRECTIONS[cells.direction[row]])];
  const text = (/** @type {number} */ row) =>
    [`${signOf(row)}${cells.count[row]}`, cells.good[row] ? `${cells.good[row]} hold` : "", cells.bad[row] ? `${cells.bad[row]} broken` : "", cells.open[row] ? `${cells.open[row]} not checked` : ""].filter(Boolean).join(" · ");
  const cell = (/** @type {Line} */ _line, /** @type {number[]} */ rows) => rows.map((row) =>
    h("span", { class: `cell ${DIRECTIONS[cells.direction[row]]}`, title: text(row) },
      h("b", {}, `${signOf(row)}${cells.count[row]}`),
      cells.good[row] ? h("span", {}, icon("good"), cells.good[row]) : null,
      cells.bad[row] ? h("span", { class: "bad" }, icon("bad"), cells.bad[row]) : null,
      cells.open[row] ? h("span", {}, icon("open"), cells.open[row]) : null));
  return { lines: only < 0 ? lines : [lines[only]], columns: byWeight(columns), corner: "Conclusion", cell, text };
}

/**
 * @param {App} app
 * @param {number} node
 * @returns {Line}
 */
function emptyLine(app, node) {
  return { key: app.graph.label(node), node, rows: new Map(), weight: new Map() };
}

/**
 * @param {Line} line
 * @param {Map<number, number>} columns
 * @param {number} column
 * @param {number} row
 * @param {number} weight
 */
function enter(line, columns, column, row, weight) {
  const known = line.rows.get(column);
  if (known) known.push(row);
  else line.rows.set(column, [row]);
  line.weight.set(column, (line.weight.get(column) ?? 0) + weight);
  columns.set(column, (columns.get(column) ?? 0) + weight);
}

/** @param {Map<number, number>} columns */
function byWeight(columns) {
  return [...columns].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([node]) => node);
}

/**
 * @param {App} app
 * @returns {Table}
 */
function valueTable(app) {
  const { graph } = app;
  const { values, states, conclusions } = graph.columns;
  const only = chosen(app);
  const within = only < 0 ? null : new Set(traced(graph, conclusions.node[only]).nodes);
  /** @type {Map<number, Line>} */
  const lines = new Map();
  /** @type {Map<number, number>} */
  const columns = new Map();
  for (let row = 0; row < values.node.length; row += 1) {
    if (within && !within.has(values.node[row])) continue;
    const endpoint = values.endpoint[row];
    const line = lines.get(endpoint) ?? emptyLine(app, endpoint);
    lines.set(endpoint, line);
    enter(line, columns, values.study[row], row, 1);
  }
  const text = (/** @type {number} */ row) => {
    const words = valueText(graph, row);
    const said = values.state[row] < 0 ? "reported" : `stated, ${states[values.state[row]].label}`;
    return `${said}: ${words.number}${words.about ? `, ${words.about}` : ""}`;
  };
  const cell = (/** @type {Line} */ line, /** @type {number[]} */ rows) => {
    // What the document states comes first, beside what the sources report.
    const ordered = [...rows.filter((row) => values.state[row] >= 0), ...rows.filter((row) => values.state[row] < 0)];
    const rest = ordered.length - VALUES_AT_MOST;
    return [...ordered.slice(0, VALUES_AT_MOST).map((row) => valueLink(app, line, row)), rest > 0 ? h("span", { class: "soft" }, `+${rest} more in the CSV`) : null];
  };
  const ordered = [...lines.values()].sort((a, b) => a.key.localeCompare(b.key, "en"));
  return { lines: ordered, columns: byWeight(columns), corner: "Endpoint", cell, text };
}

/**
 * @param {App} app
 * @param {Line} line
 * @param {number} row
 */
function valueLink(app, line, row) {
  const { values, states } = app.graph.columns;
  const stated = values.state[row] >= 0;
  const words = valueText(app.graph, row);
  const name = app.graph.name(values.node[row]);
  return h("a", { class: `value${stated ? " stated" : ""}`, href: link(app.state, { select: name }), "data-node": name },
    stated ? icon(states[values.state[row]].tone) : null, bdi(words.number, 80),
    values.what[row] === line.key ? null : h("span", { class: "soft" }, " ", bdi(values.what[row], 60)),
    h("span", { class: "soft" }, " ", bdi(words.about, 120)));
}

/**
 * @param {App} app
 * @param {Table} table
 */
function drawnTable(app, table) {
  const { graph, state } = app;
  const columns = table.columns.slice(0, COLUMNS_AT_MOST);
  const lines = sorted(app, table).slice(0, ROWS_AT_MOST);
  const wanted = state.sort.replace(/^-/, "");
  const head = (/** @type {string} */ name, /** @type {HTMLElement} */ label) => {
    const down = state.sort === `-${name}`;
    const active = wanted === name;
    return h("th", { scope: "col", "aria-sort": active ? (down ? "descending" : "ascending") : null },
      h("button", { type: "button", "data-key": `sort ${name}`, onclick: () => app.go({ sort: active && down ? name : `-${name}` }) }, label, h("span", { "aria-hidden": "true" }, active ? (down ? " ↓" : " ↑") : "")));
  };
  const body = lines.map((line) => {
    const name = graph.name(line.node);
    const at = graph.conclusionOf(line.node);
    return h("tr", {},
      h("th", { scope: "row" }, h("a", { href: at >= 0 ? link(state, { view: "trace", conclusion: name, select: "" }) : link(state, { select: name }), "data-node": name }, bdi(line.key, 200))),
      columns.map((column) => h("td", {}, line.rows.has(column) ? table.cell(line, line.rows.get(column) ?? []) : h("span", { class: "none", "aria-hidden": "true" }, "·"))));
  });
  const cut = [
    table.columns.length > columns.length ? `${columns.length} of ${table.columns.length} columns, those with most` : "",
    table.lines.length > lines.length ? `${lines.length} of ${counted(table.lines.length, "row")}` : "",
  ].filter(Boolean);
  return h("div", { class: "tablewrap" },
    cut.length ? h("p", { class: "soft" }, `Shown are ${cut.join(" and ")}; choose a conclusion to see the rest. The CSV holds all.`) : null,
    h("div", { class: "tablescroll", tabindex: 0, role: "region", "aria-label": "Table, scrolls sideways" },
      h("table", {},
        h("thead", {}, h("tr", {}, head("name", h("span", {}, table.corner)), columns.map((column) => head(graph.name(column), bdi(graph.label(column), 90))))),
        h("tbody", {}, body))));
}

/**
 * @param {App} app
 * @param {{lines: Line[], columns: number[]}} table
 */
function sorted(app, table) {
  const { sort } = app.state;
  if (!sort) return table.lines;
  const wanted = sort.replace(/^-/, "");
  const turn = sort.startsWith("-") ? -1 : 1;
  const column = table.columns.find((node) => app.graph.name(node) === wanted);
  const lines = [...table.lines];
  if (column === undefined) return lines.sort((a, b) => turn * a.key.localeCompare(b.key, "en"));
  return lines.sort((a, b) => turn * ((a.weight.get(column) ?? 0) - (b.weight.get(column) ?? 0)));
}

/**
 * @param {App} app
 * @returns {string[][]}
 */
export function matrixTable(app) {
  const table = app.state.form === "values" ? valueTable(app) : publicationTable(app);
  return [
    [table.corner, ...table.columns.map((node) => app.graph.label(node))],
    ...sorted(app, table).map((line) => [line.key, ...table.columns.map((node) => (line.rows.get(node) ?? []).map(table.text).join("; "))]),
  ];
}
