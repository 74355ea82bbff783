// The whole graph on a plain canvas. What was drawn is kept as a bitmap a little larger than the
// view, so that moving it costs one copy of pixels; it is drawn anew when the view leaves it.

import { announce, bdi, counted, cut, h, isolated, s, titled } from "./dom.js";
import { SEVERITY_TONES } from "./marks.js";
import { link, toggled } from "./state.js";

/** @typedef {import("./main.js").App} App */
/** @typedef {{x: number, y: number, scale: number}} Camera The graph's point in the middle, and pixels for each unit. */

const MARGIN = 0.35;
const EDGES_AT_MOST = 12_000;
const LABELS_FROM = 5;
const LABELS_AT_MOST = 260;
const LISTED = 60;

/** Kinds that a first look does not need. */
const AT_FIRST_HIDDEN = ["EvidenceLine"];

/** @type {Camera | null} Kept from visit to visit while the page is open. */
let kept = null;

/**
 * The kinds that are hidden: those that the address names, or at first those above; `-` hides none.
 * @param {App} app
 */
function hiddenKinds(app) {
  return app.state.hide.length ? app.state.hide : AT_FIRST_HIDDEN;
}

/**
 * @param {App} app
 * @param {HTMLElement} main
 */
export function showMap(app, main) {
  const { graph, state } = app;
  if (graph.count === 0) {
    main.replaceChildren(h("h1", {}, "Map"), h("p", { class: "notice" }, "This graph is empty. Build it from records first: alltrace build, then alltrace explore."));
    return;
  }
  const shown = visible(app);
  const canvas = /** @type {HTMLCanvasElement} */ (h("canvas", { tabindex: 0, role: "img", id: "canvas",
    "aria-label": `Map of ${counted(shown.total, "thing")}. Arrow keys move it, plus and minus zoom, the list below names what is shown.` }));
  const tip = h("div", { class: "tip", hidden: true });
  const frame = h("div", { class: "mapframe" }, canvas, tip,
    h("div", { class: "zoom" },
      h("button", { type: "button", "aria-label": "Zoom in", onclick: () => view.zoom(1.5) }, "+"),
      h("button", { type: "button", "aria-label": "Zoom out", onclick: () => view.zoom(1 / 1.5) }, "−"),
      h("button", { type: "button", "aria-label": "Show all", onclick: () => view.fit() }, "⤢")));
  main.replaceChildren(
    h("div", { class: "heading" }, titled("Map", "Everything that the graph holds"),
      h("p", { class: "soft" }, `${counted(shown.total, "thing")} of ${graph.count.toLocaleString("en")} shown`)),
    filters(app), kinds(app),
    shown.total === 0 ? h("p", { class: "notice" }, "Nothing fits these filters. ", h("a", { href: link(state, { hide: [], trial: "", endpoint: "", finding: "", near: "" }) }, "Show everything"), ".") : frame,
    listing(app, shown));
  if (shown.total === 0) return;
  const view = mapView(app, canvas, tip, shown);
  app.onSelect = () => view.redraw();
}

/**
 * What the filters leave: a flag for each node.
 * @param {App} app
 */
export function visible(app) {
  const { graph, state } = app;
  const { nodes, kinds: names } = graph.columns;
  const hidden = new Set(hiddenKinds(app));
  const off = names.map((kind) => hidden.has(kind.name));
  const flags = new Uint8Array(graph.count);
  for (let n = 0; n < graph.count; n += 1) flags[n] = off[nodes.kind[n]] ? 0 : 1;
  for (const name of [state.trial, state.endpoint]) {
    if (name) keep(flags, around(app, graph.find(name), 1));
  }
  if (state.finding) keep(flags, found(app, state.finding));
  const chosen = state.select ? graph.find(state.select) : -1;
  if (state.near && chosen >= 0) {
    const close = around(app, chosen, Number(state.near));
    for (let n = 0; n < graph.count; n += 1) flags[n] = flags[n] && close.has(n) ? 1 : 0;
    flags[chosen] = 1;
  }
  return { flags, total: flags.reduce((sum, flag) => sum + flag, 0) };
}

/**
 * @param {Uint8Array} flags
 * @param {Set<number>} wanted
 */
function keep(flags, wanted) {
  for (let n = 0; n < flags.length; n += 1) if (!wanted.has(n)) flags[n] = 0;
}

/**
 * The things within some steps of one, in either direction.
 * @param {App} app
 * @param {number} start
 * @param {number} steps
 */
function around(app, start, steps) {
  const { edges } = app.graph.columns;
  const seen = new Set(start < 0 ? [] : [start]);
  let rim = [...seen];
  for (let step = 0; step < steps; step += 1) {
    const next = [];
    for (const node of rim) {
      for (const row of app.graph.edgesFrom(node)) next.push(edges.target[row]);
      for (const row of app.graph.edgesTo(node)) next.push(edges.source[row]);
    }
    rim = next.filter((node) => !seen.has(node) && seen.add(node));
  }
  return seen;
}

/**
 * The things with a finding of a severity or a rule.
 * @param {App} app
 * @param {string} wanted
 */
function found(app, wanted) {
  const { findings } = app.graph.columns;
  return new Set(findings.about.filter((_, row) => findings.severity[row] === wanted || findings.rule[row] === wanted));
}

/** @param {App} app */
function filters(app) {
  const { graph, state } = app;
  const { findings, kinds: names, nodes } = graph.columns;
  const of = (/** @type {string[]} */ wanted) => {
    const listed = [];
    for (let n = 0; n < graph.count && listed.length < 400; n += 1) if (wanted.includes(names[nodes.kind[n]].name)) listed.push(n);
    return listed;
  };
  const choice = (/** @type {"trial" | "endpoint" | "finding" | "near"} */ name, /** @type {string} */ label, /** @type {[string, string][]} */ options) =>
    h("label", {}, `${label} `, h("select", { "data-key": `filter ${name}`, onchange: (event) => app.go({ [name]: event.target.value }) },
      options.map(([value, text]) => h("option", { value, selected: state[name] === value }, text))));
  const named = (/** @type {number} */ n) => /** @type {[string, string]} */ ([graph.name(n), cut(graph.label(n), 60)]);
  const rules = [...new Map(findings.rule.map((rule, row) => [rule, findings.title[row]]))];
  return h("div", { class: "tools filters" },
    choice("trial", "Study", [["", "all"], ...of(["Trial", "Study"]).map(named)]),
    choice("endpoint", "Endpoint", [["", "all"], ...of(["Endpoint"]).map(named)]),
    choice("finding", "Finding", [["", "all"], ["error", "any error"], ["warning", "any warning"], ["note", "any note"], .../** @type {[string, string][]} */ (rules)]),
    choice("near", "Around the selected", [["", "everything"], ["1", "one hop"], ["2", "two hops"], ["3", "three hops"]]),
    state.near && !state.select ? h("span", { class: "soft" }, "Select a thing first, on the map or by search.") : null);
}

/** @param {App} app */
function kinds(app) {
  const { kinds: names, nodes } = app.graph.columns;
  const counts = new Array(names.length).fill(0);
  for (const kind of nodes.kind) counts[kind] += 1;
  const hidden = hiddenKinds(app);
  return h("div", { class: "legend", role: "group", "aria-label": "Kinds shown" },
    names.map((kind, n) => counts[n]
      ? h("button", { type: "button", class: "key", "aria-pressed": String(!hidden.includes(kind.name)), "data-key": `kind ${kind.name}`,
        onclick: () => {
          const next = toggled(hidden, kind.name);
          app.go({ hide: next.length ? next : ["-"] });
        } }, h("span", { class: `dot k${n}`, "aria-hidden": "true" }), `${kind.plural} ${counts[n].toLocaleString("en")}`)
      : null));
}

/**
 * The same in words, for those who do not see the picture.
 * @param {App} app
 * @param {{flags: Uint8Array, total: number}} shown
 */
function listing(app, shown) {
  const { graph, state } = app;
  const nodes = [];
  for (let n = 0; n < graph.count && nodes.length < LISTED; n += 1) if (shown.flags[n]) nodes.push(n);
  return h("details", { class: "listing" }, h("summary", {}, `List of what is shown${shown.total > nodes.length ? ` (the first ${nodes.length})` : ""}`),
    h("ul", { class: "plain" }, nodes.map((n) => h("li", {}, h("a", { href: link(state, { select: graph.name(n) }), "data-node": graph.name(n) }, bdi(graph.label(n), 140)),
      h("span", { class: "soft" }, ` ${graph.columns.kinds[graph.columns.nodes.kind[n]].label}`)))));
}

/**
 * The colours of the kinds, as the style sheet has them.
 * @param {App} app
 */
function palette(app) {
  const style = getComputedStyle(document.documentElement);
  const of = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return { kinds: app.graph.columns.kinds.map((_, n) => of(`--k${n}`)), line: of("--maplines"), ink: of("--ink"), paper: of("--card"), accent: of("--accent"), bad: of("--bad") };
}

/**
 * @param {App} app
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} tip
 * @param {{flags: Uint8Array, total: number}} shown
 */
function mapView(app, canvas, tip, shown) {
  const { graph } = app;
  const { nodes, edges } = graph.columns;
  const ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
  const width = canvas.clientWidth || 800;
  const height = canvas.clientHeight || 600;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const screen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
  const bitmap = document.createElement("canvas");
  bitmap.width = Math.round(canvas.width * (1 + 2 * MARGIN));
  bitmap.height = Math.round(canvas.height * (1 + 2 * MARGIN));
  const context = /** @type {CanvasRenderingContext2D} */ (bitmap.getContext("2d", { alpha: false }));
  const colours = palette(app);
  const grid = gridOf(app, shown.flags);
  const errors = new Set(graph.columns.findings.about.filter((_, row) => SEVERITY_TONES[graph.columns.findings.severity[row]] === "bad"));
  /** @type {Camera} */
  const camera = kept ?? { x: 0, y: 0, scale: 1 };
  /** @type {Camera} What the bitmap shows. */
  const drawn = { ...camera };
  let waiting = 0;
  let later = 0;

  const box = () => (app.state.near || app.state.trial || app.state.endpoint || app.state.finding ? bounds(app, shown.flags) : graph.columns.fit);
  const fit = () => {
    const [x0, y0, x1, y1] = box();
    camera.x = (x0 + x1) / 2;
    camera.y = (y0 + y1) / 2;
    camera.scale = Math.min(width / (x1 - x0 + 3 * app.graph.columns.cell), height / (y1 - y0 + 3 * app.graph.columns.cell), 2.4);
    render();
  };
  /** Draw the bitmap anew around the camera. */
  const render = () => {
    Object.assign(drawn, camera);
    paint(app, context, bitmap, drawn, ratio, shown.flags, colours, errors, edges, nodes);
    copy();
  };
  /** Copy the bitmap to the screen, moved and scaled to where the camera is. */
  const copy = () => {
    waiting = 0;
    const zoom = camera.scale / drawn.scale;
    const dx = (drawn.x - camera.x) * camera.scale * ratio;
    const dy = (drawn.y - camera.y) * camera.scale * ratio;
    screen.fillStyle = colours.paper;
    screen.fillRect(0, 0, canvas.width, canvas.height);
    const x = canvas.width / 2 + dx - (bitmap.width / 2) * zoom;
    const y = canvas.height / 2 + dy - (bitmap.height / 2) * zoom;
    if (zoom === 1) screen.drawImage(bitmap, Math.round(x), Math.round(y));
    else screen.drawImage(bitmap, x, y, bitmap.width * zoom, bitmap.height * zoom);
    kept = { ...camera };
    app.frames += 1;
  };
  const soon = () => {
    if (!waiting) waiting = requestAnimationFrame(copy);
    clearTimeout(later);
    const zoom = camera.scale / drawn.scale;
    const gone = Math.max(Math.abs(drawn.x - camera.x) * camera.scale / width, Math.abs(drawn.y - camera.y) * camera.scale / height);
    if (gone > MARGIN || zoom > 2.5 || zoom < 0.5) render();
    else later = setTimeout(render, 140);
  };
  const zoom = (/** @type {number} */ by, x = width / 2, y = height / 2) => {
    const scale = Math.min(6, Math.max(0.004, camera.scale * by));
    const px = camera.x + (x - width / 2) / camera.scale;
    const py = camera.y + (y - height / 2) / camera.scale;
    camera.x = px - (x - width / 2) / scale;
    camera.y = py - (y - height / 2) / scale;
    camera.scale = scale;
    soon();
  };
  const move = (/** @type {number} */ dx, /** @type {number} */ dy) => {
    camera.x -= dx / camera.scale;
    camera.y -= dy / camera.scale;
    soon();
  };
  const at = (/** @type {{clientX: number, clientY: number}} */ event) => {
    const rect = canvas.getBoundingClientRect();
    const x = camera.x + (event.clientX - rect.left - width / 2) / camera.scale;
    const y = camera.y + (event.clientY - rect.top - height / 2) / camera.scale;
    return nearest(app, grid, x, y, Math.max(app.graph.columns.cell * 0.7, 12 / camera.scale));
  };
  pointing(canvas, { move, zoom, at, tip, app });
  canvas.addEventListener("keydown", (event) => {
    const keys = /** @type {Record<string, () => void>} */ ({ ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60),
      "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), 0: () => fit() });
    if (!keys[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  if (kept && !app.state.near && !app.state.trial && !app.state.endpoint && !app.state.finding) render();
  else fit();
  return { zoom, fit, redraw: render };
}

/**
 * @param {App} app
 * @param {Uint8Array} flags
 */
function gridOf(app, flags) {
  const { x, y } = app.graph.columns.nodes;
  const grid = new Map();
  for (let n = 0; n < flags.length; n += 1) if (flags[n]) grid.set(`${Math.round(x[n] / app.graph.columns.cell)} ${Math.round(y[n] / app.graph.columns.cell)}`, n);
  return grid;
}

/**
 * @param {App} app
 * @param {Map<string, number>} grid
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
function nearest(app, grid, x, y, reach) {
  const { nodes } = app.graph.columns;
  const cells = Math.min(6, Math.ceil(reach / app.graph.columns.cell));
  let best = -1;
  let least = reach * reach;
  for (let i = -cells; i <= cells; i += 1) {
    for (let j = -cells; j <= cells; j += 1) {
      const n = grid.get(`${Math.round(x / app.graph.columns.cell) + i} ${Math.round(y / app.graph.columns.cell) + j}`);
      if (n === undefined) continue;
      const far = (nodes.x[n] - x) ** 2 + (nodes.y[n] - y) ** 2;
      if (far < least) [best, least] = [n, far];
    }
  }
  return best;
}

/**
 * The box around what is shown.
 * @param {App} app
 * @param {Uint8Array} flags
 */
function bounds(app, flags) {
  const { x, y } = app.graph.columns.nodes;
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let n = 0; n < flags.length; n += 1) {
    if (!flags[n]) continue;
    x0 = Math.min(x0, x[n]);
    x1 = Math.max(x1, x[n]);
    y0 = Math.min(y0, y[n]);
    y1 = Math.max(y1, y[n]);
  }
  return [x0, y0, x1, y1];
}

/**
 * @param {App} app
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLCanvasElement} bitmap
 * @param {Camera} camera
 * @param {number} ratio
 * @param {Uint8Array} flags
 * @param {ReturnType<typeof palette>} colours
 * @param {Set<number>} errors
 * @param {import("./data.js").Columns["edges"]} edges
 * @param {import("./data.js").Columns["nodes"]} nodes
 */
function paint(app, context, bitmap, camera, ratio, flags, colours, errors, edges, nodes) {
  const scale = camera.scale * ratio;
  const ox = bitmap.width / 2 - camera.x * scale;
  const oy = bitmap.height / 2 - camera.y * scale;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, bitmap.width, bitmap.height);
  const { x, y } = nodes;
  const seen = new Uint8Array(flags.length);
  let count = 0;
  for (let n = 0; n < flags.length; n += 1) {
    const px = x[n] * scale + ox;
    const py = y[n] * scale + oy;
    if (flags[n] && px > -40 && py > -40 && px < bitmap.width + 40 && py < bitmap.height + 40) {
      seen[n] = 1;
      count += 1;
    }
  }
  const chosen = app.state.select ? app.graph.find(app.state.select) : -1;
  strokes(context, edges, x, y, flags, seen, scale, ox, oy, colours, chosen, ratio);
  const size = Math.max(1.2 * ratio, Math.min(app.graph.columns.cell * 0.36 * scale, 7 * ratio));
  const byKind = /** @type {number[][]} */ (colours.kinds.map(() => []));
  for (let n = 0; n < flags.length; n += 1) if (seen[n]) byKind[nodes.kind[n]].push(n);
  byKind.forEach((members, kind) => {
    if (!members.length) return;
    context.fillStyle = colours.kinds[kind];
    context.beginPath();
    for (const n of members) {
      const px = x[n] * scale + ox;
      const py = y[n] * scale + oy;
      if (size < 3.5 * ratio) context.rect(px - size, py - size, 2 * size, 2 * size);
      else {
        context.moveTo(px + size, py);
        context.arc(px, py, size, 0, 6.2832);
      }
    }
    context.fill();
  });
  if (size > 2.4 * ratio) ring(context, [...errors].filter((n) => seen[n]), x, y, scale, ox, oy, size + 2.4 * ratio, colours.bad, 2 * ratio);
  if (chosen >= 0 && seen[chosen]) ring(context, [chosen], x, y, scale, ox, oy, size + 5 * ratio, colours.accent, 3 * ratio);
  labels(app, context, seen, count, scale, ox, oy, size, ratio, colours, chosen);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./data.js").Columns["edges"]} edges
 * @param {number[]} x
 * @param {number[]} y
 * @param {Uint8Array} flags
 * @param {Uint8Array} seen
 * @param {number} scale
 * @param {number} ox
 * @param {number} oy
 * @param {ReturnType<typeof palette>} colours
 * @param {number} chosen
 * @param {number} ratio
 */
function strokes(context, edges, x, y, flags, seen, scale, ox, oy, colours, chosen, ratio) {
  const rows = [];
  const mine = [];
  for (let row = 0; row < edges.source.length; row += 1) {
    const [a, b] = [edges.source[row], edges.target[row]];
    if (!flags[a] || !flags[b]) continue;
    if (a === chosen || b === chosen) mine.push(row);
    else if (seen[a] || seen[b]) rows.push(row);
  }
  const step = Math.max(1, Math.ceil(rows.length / EDGES_AT_MOST));
  const draw = (/** @type {number[]} */ some, /** @type {number} */ by, /** @type {string} */ colour, /** @type {number} */ wide) => {
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.beginPath();
    for (let n = 0; n < some.length; n += by) {
      const row = some[n];
      context.moveTo(x[edges.source[row]] * scale + ox, y[edges.source[row]] * scale + oy);
      context.lineTo(x[edges.target[row]] * scale + ox, y[edges.target[row]] * scale + oy);
    }
    context.stroke();
  };
  draw(rows, step, colours.line, ratio * 0.7);
  draw(mine, 1, colours.accent, ratio * 1.4);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} members
 * @param {number[]} x
 * @param {number[]} y
 * @param {number} scale
 * @param {number} ox
 * @param {number} oy
 * @param {number} radius
 * @param {string} colour
 * @param {number} wide
 */
function ring(context, members, x, y, scale, ox, oy, radius, colour, wide) {
  context.strokeStyle = colour;
  context.lineWidth = wide;
  context.beginPath();
  for (const n of members) {
    context.moveTo(x[n] * scale + ox + radius, y[n] * scale + oy);
    context.arc(x[n] * scale + ox, y[n] * scale + oy, radius, 0, 6.2832);
  }
  context.stroke();
}

/**
 * Names, where there is room for them: each once, none upon another.
 * @param {App} app
 * @param {CanvasRenderingContext2D} context
 * @param {Uint8Array} seen
 * @param {number} count
 * @param {number} scale
 * @param {number} ox
 * @param {number} oy
 * @param {number} size
 * @param {number} ratio
 * @param {ReturnType<typeof palette>} colours
 * @param {number} chosen
 */
function labels(app, context, seen, count, scale, ox, oy, size, ratio, colours, chosen) {
  if (size < LABELS_FROM * ratio * 0.7 && count > 150 && chosen < 0) return;
  const { x, y, label } = app.graph.columns.nodes;
  context.font = `${12 * ratio}px "Liberation Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif`;
  context.textBaseline = "middle";
  /** @type {Map<number, number[][]>} What is taken in each line of text: from, to, by which node. */
  const taken = new Map();
  const high = 15 * ratio;
  const take = (/** @type {number} */ row, /** @type {number[]} */ span) => taken.set(row, [...(taken.get(row) ?? []), span]);
  for (let n = 0; n < seen.length; n += 1) {
    if (!seen[n]) continue;
    const [px, py] = [x[n] * scale + ox, y[n] * scale + oy];
    for (let row = Math.round((py - size) / high); row <= Math.round((py + size) / high); row += 1) take(row, [px - size, px + size, n]);
  }
  let told = 0;
  const write = (/** @type {number} */ n) => {
    const px = x[n] * scale + ox + size + 4 * ratio;
    const py = y[n] * scale + oy;
    const row = Math.round(py / high);
    const text = cut(label[n], 34);
    const span = [px, px + context.measureText(text).width + 6 * ratio, n];
    if (n !== chosen && (taken.get(row) ?? []).some(([from, to, by]) => by !== n && from < span[1] && to > span[0])) return;
    take(row, span);
    context.lineWidth = 3 * ratio;
    context.strokeStyle = colours.paper;
    context.strokeText(text, px, py);
    context.fillStyle = colours.ink;
    context.fillText(text, px, py);
    told += 1;
  };
  if (chosen >= 0 && seen[chosen]) write(chosen);
  if (size < LABELS_FROM * ratio * 0.7 && count > 150) return;
  for (let n = 0; n < seen.length && told < LABELS_AT_MOST; n += 1) if (seen[n] && n !== chosen) write(n);
}

/**
 * Mouse, touch and wheel.
 * @param {HTMLCanvasElement} canvas
 * @param {{move: (dx: number, dy: number) => void, zoom: (by: number, x?: number, y?: number) => void, at: (event: {clientX: number, clientY: number}) => number, tip: HTMLElement, app: App}} view
 */
function pointing(canvas, view) {
  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  let travelled = 0;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    travelled = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return hover(event);
    const [dx, dy] = [event.clientX - before.x, event.clientY - before.y];
    travelled += Math.abs(dx) + Math.abs(dy);
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId);
      if (other) {
        const far = (/** @type {{x: number, y: number}} */ p) => Math.hypot(p.x - other[1].x, p.y - other[1].y);
        const rect = canvas.getBoundingClientRect();
        view.zoom(far({ x: event.clientX, y: event.clientY }) / Math.max(1, far(before)), (event.clientX + other[1].x) / 2 - rect.left, (event.clientY + other[1].y) / 2 - rect.top);
      }
    } else view.move(dx, dy);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  const up = (/** @type {PointerEvent} */ event) => {
    const held = fingers.delete(event.pointerId);
    if (!held || travelled > 6 || event.type === "pointercancel") return;
    const node = view.at(event);
    if (node >= 0) view.app.select(node);
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => {
    view.tip.hidden = true;
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const rect = canvas.getBoundingClientRect();
    view.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), event.clientX - rect.left, event.clientY - rect.top);
  }, { passive: false });
  const hover = (/** @type {PointerEvent} */ event) => {
    const node = view.at(event);
    canvas.classList.toggle("over", node >= 0);
    view.tip.hidden = node < 0;
    if (node < 0) return;
    const rect = canvas.getBoundingClientRect();
    view.tip.replaceChildren(h("span", { class: "overline" }, view.app.graph.columns.kinds[view.app.graph.columns.nodes.kind[node]].label), bdi(view.app.graph.label(node), 200));
    view.tip.style.left = `${Math.min(event.clientX - rect.left + 14, rect.width - 270)}px`;
    view.tip.style.top = `${Math.min(event.clientY - rect.top + 14, rect.height - 90)}px`;
  };
}

/**
 * @param {App} app
 * @returns {string[][]}
 */
export function mapTable(app) {
  const { graph } = app;
  const { flags } = visible(app);
  const rows = [["kind", "label", "IRI"]];
  for (let n = 0; n < graph.count; n += 1) if (flags[n]) rows.push([graph.columns.kinds[graph.columns.nodes.kind[n]].label, graph.label(n), graph.iri(n)]);
  return rows;
}

/**
 * What is shown as SVG.
 * @param {App} app
 * @param {number} limit The most things that are drawn.
 */
export function mapSvg(app, limit) {
  const { graph } = app;
  const { nodes, edges } = graph.columns;
  const { flags } = visible(app);
  const colours = palette(app);
  const members = [];
  for (let n = 0; n < graph.count && members.length < limit; n += 1) if (flags[n]) members.push(n);
  const drawn = new Set(members);
  const [x0, y0, x1, y1] = bounds(app, Uint8Array.from(flags, (flag, n) => (flag && drawn.has(n) ? 1 : 0)));
  const pad = 3 * app.graph.columns.cell;
  const path = [];
  for (let row = 0; row < edges.source.length; row += 1) {
    const [a, b] = [edges.source[row], edges.target[row]];
    if (drawn.has(a) && drawn.has(b)) path.push(`M${nodes.x[a]} ${nodes.y[a]}L${nodes.x[b]} ${nodes.y[b]}`);
  }
  const [wide, high] = [x1 - x0 + 2 * pad, y1 - y0 + 2 * pad];
  return s("svg", { xmlns: "http://www.w3.org/2000/svg", width: wide, height: high, viewBox: `${x0 - pad} ${y0 - pad} ${wide} ${high}` },
    s("rect", { x: x0 - pad, y: y0 - pad, width: wide, height: high, fill: colours.paper }),
    s("path", { d: path.join(""), stroke: colours.line, fill: "none", "stroke-width": 0.7 }),
    members.map((n) => s("circle", { cx: nodes.x[n], cy: nodes.y[n], r: app.graph.columns.cell * 0.36, fill: colours.kinds[nodes.kind[n]] },
      s("title", {}, isolated(graph.label(n))))));
}

/** @param {App} app */
export function leaveMap(app) {
  app.onSelect = null;
  announce("");
}
