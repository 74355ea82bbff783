// What is on the screen as a file: CSV, SVG, PNG or Turtle. Made in the page and saved by the browser.

import { announce, h, s } from "./dom.js";
import { traced } from "./data.js";
import { mapSvg, visible } from "./map.js";
import { wrapped } from "./measure.js";
import { chosenConclusion } from "./trace.js";
import { VIEWS } from "./views.js";

/** @typedef {import("./main.js").App} App */

const DRAWN_AT_MOST = 4000;
const PNG_SIDE_AT_MOST = 8000;
const CELL_WIDTH = 190;

/**
 * The table of the current view as CSV (RFC 4180). A cell that a spreadsheet would run is quoted.
 * @param {string[][]} rows
 */
export function csv(rows) {
  const cell = (/** @type {string} */ text) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/**
 * The things of the current view with what is said of them.
 * @param {App} app
 */
export function turtle(app) {
  const { graph } = app;
  const { properties, facts, edges, strings } = graph.columns;
  const lines = ["@prefix at: <https://w3id.org/alltrace/ns#> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .", ""];
  for (const node of nodesOf(app)) {
    const said = [`a at:${graph.kind(node)}`, `rdfs:label ${literal(graph.label(node), null)}`];
    for (const row of graph.edgesFrom(node)) said.push(`<${iriText(properties[edges.property[row]].iri)}> <${iriText(graph.iri(edges.target[row]))}>`);
    for (const row of graph.factsOf(node)) {
      const property = properties[facts.property[row]];
      if (property.datatype) said.push(`<${iriText(property.iri)}> ${literal(strings[facts.value[row]], property.datatype)}`);
    }
    lines.push(`<${iriText(graph.iri(node))}> ${said.join(" ;\n    ")} .`);
  }
  return `${lines.join("\n")}\n`;
}

/**
 * @param {string} text
 * @param {string | null} datatype
 */
function literal(text, datatype) {
  // eslint-disable-next-line no-control-regex
  const plain = text.replace(/[\\"\u0000-\u001f\u007f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
  return datatype && !datatype.endsWith("#string") ? `"${plain}"^^<${datatype}>` : `"${plain}"`;
}

/** @param {string} iri */
function iriText(iri) {
  // eslint-disable-next-line no-control-regex
  return iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`);
}

/**
 * @param {App} app
 * @returns {number[]}
 */
function nodesOf(app) {
  const { graph, state } = app;
  const all = Array.from({ length: graph.count }, (_, n) => n);
  const of = (/** @type {string[]} */ kinds) => all.filter((n) => kinds.includes(graph.kind(n)));
  if (state.view === "conclusions") return of(["Document", "Conclusion"]);
  if (state.view === "trace") return traced(graph, chosenConclusion(app)).nodes;
  if (state.view === "matrix") return of(["Conclusion", "Publication", "Study", "Trial", "StatedMeasurement", "ReportedMeasurement", "Endpoint"]);
  if (state.view === "text") return of(["Document", "Claim", "Conclusion"]);
  const { flags } = visible(app);
  return all.filter((n) => flags[n]);
}

/**
 * The current view as a standalone SVG element.
 * @param {App} app
 * @returns {SVGElement}
 */
function picture(app) {
  const live = document.querySelector("main svg.picture");
  if (app.state.view === "map") return mapSvg(app, DRAWN_AT_MOST);
  return live ? standalone(/** @type {SVGElement} */ (live)) : tableSvg(VIEWS[app.state.view].table(app));
}

/**
 * A copy of the trace's picture with the rules of the style sheet that it needs.
 * @param {SVGElement} live
 */
function standalone(live) {
  const copy = /** @type {SVGElement} */ (live.cloneNode(true));
  const style = getComputedStyle(document.documentElement);
  const rules = [];
  for (const rule of document.styleSheets[0].cssRules) {
    if (!(rule instanceof CSSStyleRule) || !rule.selectorText.includes(".picture")) continue;
    rules.push(rule.cssText.replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim()));
  }
  for (const element of copy.querySelectorAll("[tabindex], [role]")) {
    for (const name of ["tabindex", "role", "aria-current", "data-node", "data-key"]) element.removeAttribute(name);
  }
  for (const element of copy.querySelectorAll(".switch")) element.remove();
  copy.removeAttribute("role");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.prepend(s("style", {}, rules.join("\n")), s("rect", { width: "100%", height: "100%", fill: style.getPropertyValue("--paper").trim() }));
  return copy;
}

/**
 * A table as SVG, its cells wrapped.
 * @param {string[][]} rows
 */
function tableSvg(rows) {
  const style = getComputedStyle(document.documentElement);
  const of = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const columns = rows[0].map((_, n) => n).filter((n) => rows[0][n] !== "IRI").slice(0, 12);
  const parts = [];
  let y = 10;
  for (const [at, row] of rows.slice(0, 200).entries()) {
    const cells = columns.map((n) => wrapped(row[n], at ? "small" : "bad", CELL_WIDTH - 16));
    const high = Math.max(...cells.map((lines) => lines.length)) * 16 + 12;
    cells.forEach((lines, n) => lines.forEach((text, line) =>
      parts.push(s("text", { x: n * CELL_WIDTH + 12, y: y + 16 + line * 16, "font-size": 12, "font-weight": at ? 400 : 600, fill: of("--ink") }, text))));
    y += high;
    parts.push(s("path", { d: `M 8 ${y} H ${columns.length * CELL_WIDTH}`, stroke: of("--line") }));
  }
  const width = columns.length * CELL_WIDTH + 12;
  return s("svg", { xmlns: "http://www.w3.org/2000/svg", width, height: y + 10, viewBox: `0 0 ${width} ${y + 10}`, "font-family": "Liberation Sans, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif" },
    s("rect", { width, height: y + 10, fill: of("--paper") }), parts);
}

/**
 * @param {App} app
 * @returns {Promise<Blob>}
 */
async function png(app) {
  const svg = picture(app);
  const [width, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
  const scale = Math.min(2, PNG_SIDE_AT_MOST / Math.max(width, height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await image.decode();
  const canvas = /** @type {HTMLCanvasElement} */ (h("canvas", { width: Math.ceil(width * scale), height: Math.ceil(height * scale) }));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"));
}

/**
 * Save the current view in a format.
 * @param {App} app
 * @param {string} form csv, svg, png or ttl.
 */
export async function saved(app, form) {
  const name = `alltrace-${app.state.view}.${form}`;
  const text = (/** @type {string} */ content, /** @type {string} */ type) => new Blob([content], { type });
  /** @type {Blob} */
  let blob;
  if (form === "csv") blob = text(csv(VIEWS[app.state.view].table(app)), "text/csv;charset=utf-8");
  else if (form === "ttl") blob = text(turtle(app), "text/turtle;charset=utf-8");
  else if (form === "svg") blob = text(new XMLSerializer().serializeToString(picture(app)), "image/svg+xml;charset=utf-8");
  else blob = await png(app);
  const address = URL.createObjectURL(blob);
  const anchor = h("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  announce(`${name} is saved.`);
}
