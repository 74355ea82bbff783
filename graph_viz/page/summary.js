// What a conclusion rests on, in a few numbers and one bar.

import { bdi, counted, h } from "./dom.js";
import { icon } from "./marks.js";
import { link } from "./state.js";

/** @typedef {import("./main.js").App} App */

const SHORT = 2;

/**
 * The counts of a conclusion by name.
 * @param {App} app
 * @param {number} row
 * @returns {Record<string, number>}
 */
export function countsOf(app, row) {
  const { counts } = app.graph.columns.conclusions;
  return Object.fromEntries(Object.entries(counts).map(([name, column]) => [name, column[row]]));
}

/**
 * @param {App} app
 * @param {number} row
 * @param {boolean} [whole] Whether to say all that is known of what it stands on.
 */
export function ledger(app, row, whole = false) {
  const counts = countsOf(app, row);
  const open = counts.uncited_hops + counts.unverifiable_hops;
  const total = counts.verified_hops + counts.broken_hops + open;
  const part = (/** @type {string} */ tone, /** @type {number} */ count) => {
    const piece = h("span", { class: tone });
    piece.style.flexGrow = String(count);
    return count ? piece : null;
  };
  const [standing, ...more] = app.graph.columns.conclusions.standing[row];
  return h("div", { class: "ledger" },
    h("p", { class: "standing" }, bdi(standing, 400)),
    total ? h("div", { class: "bar", "aria-hidden": "true" }, part("good", counts.verified_hops), part("bad", counts.broken_hops), part("open", open)) : null,
    h("ul", { class: "tones" },
      h("li", { class: "good" }, icon("good"), h("b", {}, counts.verified_hops), counts.verified_hops === 1 ? " hop holds" : " hops hold"),
      h("li", { class: counts.broken_hops ? "bad" : "" }, icon(counts.broken_hops ? "bad" : "none"), h("b", {}, counts.broken_hops), " broken"),
      h("li", { class: "open" }, icon("open"), h("b", {}, open), " not checked",
        open ? h("span", { class: "soft" }, ` (${[counts.unverifiable_hops ? `${counts.unverifiable_hops} could not be` : "", counts.uncited_hops ? `${counts.uncited_hops} without a citation` : ""].filter(Boolean).join(", ")})`) : null)),
    h("ul", { class: "words" }, more.slice(0, whole ? more.length : SHORT).map((text) => h("li", {}, bdi(text, 400)))),
    h("p", { class: "soft counts" },
      [counted(counts.claims, "claim"), counted(counts.measurements, "measurement"), counted(counts.citations, "citation"),
        counted(counts.publications, "publication"), counted(counts.studies, "independent study", "independent studies"),
        counted(counts.disputing, "opposing line")].join(" · ")));
}

/**
 * To the conclusion before and after.
 * @param {App} app
 * @param {number} row
 */
export function pager(app, row) {
  const nodes = app.graph.columns.conclusions.node;
  const to = (/** @type {number} */ at, /** @type {string} */ text) =>
    at < 0 || at >= nodes.length
      ? h("span", { class: "button none", "aria-hidden": "true" }, text)
      : h("a", { class: "button", href: link(app.state, { view: "trace", conclusion: app.graph.name(nodes[at]), select: "" }) }, text);
  return h("nav", { class: "pager", "aria-label": "Conclusions" }, to(row - 1, "← Before"),
    h("span", { class: "soft" }, `${row + 1} of ${nodes.length}`), to(row + 1, "After →"));
}
