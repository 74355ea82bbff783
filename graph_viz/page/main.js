// One state, five views: what the hash says is shown, and whatever is done changes the hash.

import { falls, graphOf, unpacked } from "./data.js";
import { h } from "./dom.js";
import { markView, showHeader } from "./header.js";
import { leaveMap } from "./map.js";
import { showPanel } from "./panel.js";
import { indexed } from "./search.js";
import { link, parsed, written } from "./state.js";
import { acceptDrops } from "./text.js";
import { chosenConclusion, markSelected, prepareTrace } from "./trace.js";
import { VIEWS } from "./views.js";

/** @typedef {import("./data.js").Graph} Graph */
/** @typedef {import("./state.js").State} State */

/**
 * @typedef {object} App
 * @property {Graph} graph
 * @property {State} state
 * @property {Set<number>} bearing Through which all support of the traced conclusion passes.
 * @property {(change: Partial<State>) => void} go
 * @property {(node: number, focus?: boolean) => void} select
 * @property {() => void} refresh
 * @property {(node: number) => boolean} falls
 * @property {() => import("./search.js").Index} index
 * @property {(() => void) | null} onSelect
 * @property {boolean} keys Whether / is a shortcut.
 * @property {number} frames How many frames the map has shown, for measuring.
 */

/** Parts of the state that change the view and not only the panel. */
const LESS = ["select", "theme"];

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {Graph} graph */
function start(graph) {
  const [main, panel] = [byId("main"), byId("panel")];
  /** @type {import("./search.js").Index | null} */
  let words = null;
  let shown = "";
  let theme = "";
  /** @type {App} */
  const app = {
    graph,
    state: parsed(location.hash),
    bearing: new Set(),
    onSelect: null,
    keys: true,
    frames: 0,
    go(change) {
      location.hash = link(app.state, change);
    },
    select(node, focus = false) {
      wantsFocus = focus;
      const name = graph.name(node);
      const view = focus && app.state.view === "conclusions" && graph.conclusionOf(node) >= 0 ? { view: "trace", conclusion: name } : {};
      app.go({ ...view, select: name });
    },
    refresh() {
      shown = "";
      render();
    },
    falls(node) {
      const removed = new Set(app.state.without.map((name) => graph.find(name)).filter((n) => n >= 0));
      return falls(graph, node, removed, app.state.sound);
    },
    index: () => (words ??= indexed(graph)),
  };
  let wantsFocus = false;

  const render = () => {
    const before = app.state;
    app.state = parsed(location.hash);
    if (app.state.theme !== theme) {
      theme = app.state.theme;
      if (theme) document.documentElement.dataset.theme = theme;
      else delete document.documentElement.dataset.theme;
      shown = app.state.view === "map" ? "" : shown;
    }
    const node = app.state.select ? graph.find(app.state.select) : -1;
    const fixed = app.state.view === "trace" && node < 0 ? chosenConclusion(app) : node;
    panel.hidden = fixed < 0;
    panel.classList.toggle("resting", node < 0);
    document.body.classList.toggle("aside", fixed >= 0);
    const key = written({ ...app.state, ...Object.fromEntries(LESS.map((name) => [name, ""])), ...(app.state.view === "text" || app.state.near ? { select: app.state.select } : {}) });
    if (key !== shown) {
      const focused = document.activeElement?.getAttribute("data-key") ?? "";
      const sameView = before.view === app.state.view && before.conclusion === app.state.conclusion;
      const at = sameView ? [globalThis.scrollX, globalThis.scrollY] : [0, 0];
      if (before.view === "map") leaveMap(app);
      const row = graph.conclusionOf(Math.max(0, chosenConclusion(app)));
      app.bearing = new Set(graph.columns.conclusions.bearing[row] ?? []);
      shown = key;
      VIEWS[app.state.view].show(app, main);
      if (!(app.state.view === "text" && app.state.select)) globalThis.scrollTo(at[0], at[1]);
      if (focused) document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.dispatchEvent(new CustomEvent("refocus", { bubbles: true }));
      document.title = `${main.querySelector("h1")?.textContent ?? ""} · alltrace`;
    } else app.onSelect?.();
    markSelected(app);
    markView(app);
    if (fixed >= 0) showPanel(app, panel, fixed);
    if (wantsFocus) byId("panelname")?.focus();
    wantsFocus = false;
  };

  showHeader(app, byId("top"));
  globalThis.addEventListener("hashchange", render);
  main.addEventListener("refocus", (event) => {
    const element = /** @type {HTMLElement} */ (event.target);
    if (element.getAttribute("tabindex") === "-1") element.setAttribute("tabindex", "0");
    element.focus({ preventScroll: true });
  });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.matches("input, select, textarea");
    if (event.key === "/" && app.keys && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details.menu[open]")) menu.removeAttribute("open");
      if (app.state.select) {
        const back = document.querySelector(`main [data-node="${CSS.escape(app.state.select)}"]`);
        app.go({ select: "" });
        if (back instanceof HTMLElement || back instanceof SVGElement) back.focus();
      }
    }
  });
  let width = innerWidth;
  globalThis.addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    app.refresh();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => app.state.view === "map" && app.refresh());
  acceptDrops(app);
  render();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
  setTimeout(() => {
    app.index();
    graph.find("");
    prepareTrace(app);
  }, 100);
  Object.defineProperty(globalThis, "alltrace", { value: app });
}

try {
  start(graphOf(await unpacked(byId("data").textContent ?? "")));
} catch (error) {
  byId("main").replaceChildren(h("h1", {}, "This page could not be opened"),
    h("p", { class: "notice" }, `It needs a browser of 2023 or later (${error instanceof Error ? error.message : "unknown reason"}).`));
  throw error;
}
