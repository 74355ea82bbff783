// The bar at the top: views, search, export, theme and help.

import { announce, bdi, counted, h } from "./dom.js";
import { saved } from "./export.js";
import { search } from "./search.js";
import { VIEW_NAMES, link } from "./state.js";

/** @typedef {import("./main.js").App} App */


/**
 * @param {App} app
 * @param {HTMLElement} bar
 */
export function showHeader(app, bar) {
  bar.replaceChildren(
    h("a", { class: "brand", href: "#", "aria-label": "alltrace, start" }, "alltrace"),
    h("nav", { "aria-label": "Views" }, Object.entries(VIEW_NAMES).map(([view, name]) => h("a", { href: "#", "data-view": view }, name))),
    searchBox(app),
    h("div", { class: "menus" }, exportMenu(app), themeButton(app), help(app)));
  markView(app);
}

/** @param {App} app */
export function markView(app) {
  for (const anchor of document.querySelectorAll("[data-view]")) {
    const view = anchor.getAttribute("data-view") ?? "";
    anchor.setAttribute("href", link(app.state, { view }));
    if (view === app.state.view) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
}

/** @param {App} app */
function searchBox(app) {
  const list = h("ul", { id: "found", role: "listbox", "aria-label": "Found", hidden: true });
  const input = /** @type {HTMLInputElement} */ (h("input", { id: "search", type: "search", role: "combobox", "aria-controls": "found", "aria-expanded": "false",
    "aria-autocomplete": "list", "aria-label": "Search labels, synonyms and ids", placeholder: "Search  ( / )", autocomplete: "off", spellcheck: "false" }));
  /** @type {number[]} */
  let nodes = [];
  let active = -1;
  const shut = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  };
  const choose = (/** @type {number} */ at) => {
    if (nodes[at] === undefined) return;
    const node = nodes[at];
    shut();
    input.value = "";
    app.select(node, true);
  };
  const mark = (/** @type {number} */ at) => {
    active = at;
    [...list.children].forEach((child, n) => child.setAttribute("aria-selected", String(n === at)));
    input.setAttribute("aria-activedescendant", `found-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const look = () => {
    const found = search(app.index(), input.value);
    nodes = found.nodes;
    active = -1;
    const { kinds, nodes: table } = app.graph.columns;
    list.replaceChildren(...nodes.map((node, n) => h("li", { role: "option", id: `found-${n}`, "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); choose(n); } },
      bdi(app.graph.label(node), 140), h("span", { class: "soft" }, ` ${kinds[table.kind[node]].label}`))));
    if (input.value.trim() && nodes.length === 0) {
      list.replaceChildren(h("li", { class: "soft", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing is called that. Try one word, a reference's number, a DOI or a trial's registration."));
    }
    if (found.total > nodes.length) list.append(h("li", { class: "soft", role: "option", "aria-disabled": "true", "aria-selected": "false" }, `and ${found.total - nodes.length} more; type on`));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (input.value.trim()) announce(`${counted(found.total, "thing")} found`);
  };
  input.addEventListener("input", look);
  input.addEventListener("focus", () => input.value && look());
  input.addEventListener("blur", () => setTimeout(shut, 100));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(Math.min(nodes.length - 1, active + 1));
    else if (event.key === "ArrowUp") mark(Math.max(0, active - 1));
    else if (event.key === "Enter") choose(Math.max(0, active));
    else if (event.key === "Escape") {
      input.value = "";
      shut();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return h("div", { class: "search", role: "search" }, input, list);
}

/** @param {App} app */
function exportMenu(app) {
  const forms = [["csv", "CSV table"], ["svg", "SVG picture"], ["png", "PNG picture"], ["ttl", "Turtle (RDF)"]];
  const menu = /** @type {HTMLDetailsElement} */ (h("details", { class: "menu" }, h("summary", {}, "Export"),
    h("div", { class: "sheet" }, h("p", { class: "soft" }, "This view as"), forms.map(([form, name]) => h("button", { type: "button", id: `export-${form}`, onclick: () => {
      menu.open = false;
      saved(app, form).catch(() => announce(`This view could not be saved as ${name}.`));
    } }, name)),
    h("button", { type: "button", onclick: () => { menu.open = false; globalThis.print(); } }, "Print"))));
  return menu;
}

/** @param {App} app */
function themeButton(app) {
  return h("button", { type: "button", id: "theme", "aria-label": "Light or dark", title: "Light or dark", onclick: () => {
    const dark = app.state.theme ? app.state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    app.go({ theme: dark ? "light" : "dark" });
  } }, "◐");
}

/** @param {App} app */
function help(app) {
  const toggle = h("input", { type: "checkbox", id: "keys", checked: true, onchange: (event) => { app.keys = event.target.checked; } });
  return h("details", { class: "menu" }, h("summary", { "aria-label": "Help" }, "?"),
    h("div", { class: "sheet help" },
      h("p", {}, h("b", {}, "Conclusions"), " says what each rests on. ", h("b", {}, "Trace"), " follows one down to its studies. ", h("b", {}, "Matrix"), " holds it against publications. ",
        h("b", {}, "Text"), " gives the document's claims in order. ", h("b", {}, "Map"), " shows everything."),
      h("p", {}, "A hop is one step from what rests on something to what it rests on. What could not be checked is unknown, never wrong."),
      h("dl", {}, [["/", "search"], ["Tab, Enter", "go to a thing and open it"], ["arrow keys", "move in the trace and on the map"], ["Esc", "close the details"], ["back", "undo"]].flatMap(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)])),
      h("p", {}, h("label", {}, toggle, " use / as a shortcut")),
      h("p", { class: "soft" }, `Made by ${app.graph.columns.program}. This page asks nothing of the network.`)));
}
