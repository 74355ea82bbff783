// The trace of one conclusion, as a picture in columns or as an indented outline.

import { announce, bdi, counted, cut, h, isolated, s, titled } from "./dom.js";
import { flagged, placeOf, wholeOf } from "./data.js";
import { DIRECTIONS, SIGNS, icon, sign } from "./marks.js";
import { wrapped } from "./measure.js";
import { link, toggled } from "./state.js";
import { NARROWEST, laidOut, lineHeight } from "./trace_layout.js";
import { flagText, pictured } from "./trace_model.js";
import { breaks } from "./panel.js";
import { ledger, pager } from "./summary.js";

/** @typedef {import("./data.js").Graph} Graph */
/** @typedef {import("./data.js").Tone} Tone */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./main.js").App} App */
/** @typedef {import("./trace_layout.js").Box} Box */
/** @typedef {import("./trace_model.js").Picture} Picture */

/**
 * @param {App} app
 * @param {HTMLElement} main
 */
export function showTrace(app, main) {
  const { graph, state } = app;
  const node = chosenConclusion(app);
  if (node < 0) {
    main.replaceChildren(
      h("h1", {}, "Trace"),
      h("p", { class: "notice" }, "No conclusion of this graph is called that. ",
        h("a", { href: link(state, { view: "conclusions", conclusion: "" }) }, "See all conclusions"), "."),
    );
    return;
  }
  const row = graph.conclusionOf(node);
  const narrow = roomIn(main) < NARROWEST;
  const outline = state.form === "outline" || (narrow && state.form !== "picture");
  const picture = pictured(graph, node, state);
  main.replaceChildren(
    h("div", { class: "heading" },
      titled("What this conclusion rests on", bdi(graph.label(node))),
      pager(app, row)),
    ledger(app, row, true),
    h("div", { class: "onlynarrow" }, breaks(app, node)),
    whatIf(app, picture, outline),
    legend(app, outline),
    outline ? outlined(app, picture) : drawn(app, picture, roomIn(main)),
  );
  markSelected(app);
}

/**
 * The width within an element's padding.
 * @param {HTMLElement} element
 */
function roomIn(element) {
  const style = getComputedStyle(element);
  return element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 4;
}

/**
 * The conclusion that the address names, or the first.
 * @param {App} app
 */
export function chosenConclusion(app) {
  const { graph, state } = app;
  if (!state.conclusion) return graph.columns.conclusions.node[0] ?? -1;
  const node = graph.find(state.conclusion);
  return node >= 0 && graph.conclusionOf(node) >= 0 ? node : -1;
}

/**
 * @param {App} app
 * @param {Picture} picture
 * @param {boolean} outline
 */
function whatIf(app, picture, outline) {
  const { graph, state } = app;
  const sound = h("label", { class: "choice" },
    h("input", { type: "checkbox", id: "sound", checked: state.sound, onchange: (event) => app.go({ sound: event.target.checked }) }),
    " Leave out what is broken");
  if (state.without.length === 0 && !state.sound) {
    return h("div", { class: "whatif quiet" }, h("span", {}, picture.studies.length ? `What if? Take a study away ${outline ? "in the list below" : "in the last column"}, or ` : "What if? "), sound);
  }
  const fallen = [...picture.marks].filter(([node, mark]) => mark === "fallen" && ["Claim", "Conclusion"].includes(graph.kind(node)));
  const gone = state.without.map((name) => graph.find(name)).filter((n) => n >= 0);
  const lost = graph.columns.conclusions.node.filter((n) => app.falls(n));
  const here = picture.rows[0] && picture.marks.get(picture.rows[0].node) === "fallen";
  const told = [
    here ? "Nothing carries this conclusion any more. " : "This conclusion still has a study under it. ",
    `${counted(fallen.length, "statement")} in this picture ${fallen.length === 1 ? "falls" : "fall"}, and `,
    `${lost.length} of ${counted(graph.columns.conclusions.node.length, "conclusion")}.`,
  ].join("");
  announce(told);
  return h("div", { class: here ? "whatif lost" : "whatif" },
    h("p", {}, h("strong", {}, gone.length ? "Without " : "Without what is broken"),
      gone.flatMap((n, at) => [at ? ", " : "", bdi(graph.label(n))]), state.sound && gone.length ? " and what is broken" : "", ". ", told),
    h("p", { class: "actions" }, sound,
      gone.map((n) => h("button", { type: "button", onclick: () => app.go({ without: toggled(state.without, graph.name(n)) }) }, "Put back ", bdi(graph.label(n), 40))),
      h("a", { class: "button", href: link(state, { without: [], sound: false }) }, "Put all back")));
}

/**
 * @param {App} app
 * @param {boolean} outline
 */
function legend(app, outline) {
  const { state } = app;
  const button = (/** @type {string} */ name, /** @type {any} */ ...label) =>
    h("button", { type: "button", class: `key ${name}`, "aria-pressed": String(!state.hide.includes(name)), "data-key": `legend-${name}`,
      onclick: () => app.go({ hide: toggled(state.hide, name) }) }, ...label);
  return h("div", { class: "tools" },
    h("div", { class: "legend", role: "group", "aria-label": "Show in the trace" },
      DIRECTIONS.map((name) => button(name, h("span", { class: `swatch ${name}`, "aria-hidden": "true" }), `${SIGNS[/** @type {keyof typeof SIGNS} */ (name)]} ${name}`)),
      button("good", icon("good"), "holds"),
      button("bad", icon("bad"), "broken"),
      button("open", icon("open"), "not checked"),
    ),
    h("div", { class: "forms", role: "group", "aria-label": "Form" },
      h("a", { class: "button", href: link(state, { form: "picture" }), "aria-current": outline ? null : "true" }, "Columns"),
      h("a", { class: "button", href: link(state, { form: "outline" }), "aria-current": outline ? "true" : null }, "Outline")));
}

/**
 * Whether the legend hides a hop.
 * @param {App} app
 * @param {string} direction
 * @param {Tone | ""} tone
 */
function hidden(app, direction, tone) {
  return app.state.hide.includes(direction) || (tone !== "" && app.state.hide.includes(tone));
}

// -- the picture -----------------------------------------------------------------------------------

/**
 * @param {App} app
 * @param {Picture} picture
 * @param {number} space
 */
function drawn(app, picture, space) {
  const layout = laidOut(picture, space, { wrap: wrapped, boxLines: (form, node, of) => linesOf(app, form, node, of) });
  const states = app.graph.columns.states;
  const wires = s("g", { class: "wires", "aria-hidden": "true" });
  const signs = s("g", { class: "signs", "aria-hidden": "true" });
  for (const wire of layout.wires) {
    const tone = wire.state < 0 ? "" : states[wire.state].tone;
    const away = picture.marks.has(wire.to) || (wire.kind === "reports" && picture.marks.has(wire.from));
    const off = hidden(app, wire.kind, tone);
    wires.append(s("path", { d: wire.path, class: `wire ${wire.style} ${wire.kind} ${wire.style === "checked" ? tone : ""}${away ? " away" : ""}${off ? " off" : ""}` }));
    if (wire.mark && wire.style === "checked" && tone && tone !== "none" && !off && !away) signs.append(sign(tone, wire.mark.x, wire.mark.y));
  }
  const svg = s("svg", {
    class: "picture", role: "group", "aria-label": "Trace, from the conclusion on the left to the studies on the right. Use the arrow keys to move between boxes.",
    width: layout.width, height: layout.height, viewBox: `0 0 ${layout.width} ${layout.height}`,
  }, wires,
    layout.pills.map((pill) => pillOf(app, pill)),
    layout.boxes.map((box) => boxOf(app, picture, box)),
    signs);
  svg.addEventListener("keydown", (event) => steer(/** @type {KeyboardEvent} */ (event), svg));
  const heads = h("div", { class: "columns", "aria-hidden": "true" }, layout.columns.map((column) => {
    const head = h("span", {}, column.name);
    head.style.left = `${column.x}px`;
    return head;
  }));
  heads.style.width = `${layout.width}px`;
  const scroll = h("div", { class: layout.width <= space + 2 ? "scroll fits" : "scroll" }, heads, svg);
  return scroll;
}

/**
 * @param {App} app
 * @param {import("./trace_layout.js").Pill} pill
 */
function pillOf(app, pill) {
  const name = DIRECTIONS[pill.line.kind];
  const why = app.graph.label(pill.line.node);
  return s("g", {
    class: `pill ${name}${hidden(app, name, "") ? " off" : ""}${pill.line.fallen ? " fallen" : ""}`, role: "button", tabindex: -1,
    "data-node": app.graph.name(pill.line.node), "data-key": `pill ${pill.key}`, "aria-label": `${name}: ${isolated(why)}`,
    ...pressed(app, pill.line.node),
  },
    s("title", {}, cut(why, 400)),
    s("rect", { x: pill.x, y: pill.y, width: pill.width, height: pill.height, rx: 11 }),
    s("text", { x: pill.x + 10, y: pill.y + 15 }, `${SIGNS[/** @type {keyof typeof SIGNS} */ (name)]} ${name}`));
}

/**
 * The words in a box, each line with its style.
 * @param {App} app
 * @param {string} form
 * @param {number} node
 * @param {any} of
 * @returns {{text: string, style: string}[]}
 */
function linesOf(app, form, node, of) {
  const { graph } = app;
  const states = graph.columns.states;
  if (form === "rest") return [{ text: `+${of.rest.count} more`, style: "small" }];
  if (form === "again") return [{ text: `${cut(graph.label(node), 44)} (shown above)`, style: "small" }];
  if (form === "value" && of.sum) return [{ text: of.head, style: "head" }, { text: of.what, style: states[of.state].tone }, { text: "under the folded claim", style: "small" }];
  if (form === "value") {
    return [
      { text: of.head, style: "head" },
      { text: of.what, style: "small" },
      { text: states[of.state].label, style: states[of.state].tone },
      ...flagLines(app, node),
    ].filter((line) => line.text);
  }
  if (form === "chip") {
    const broken = of.state >= 0 && of.form === "cited" && states[of.state].name === "wrong reference";
    return [
      { text: of.text, style: of.form === "absent" ? "open" : "text" },
      { text: of.note, style: "small" },
      { text: broken ? "wrong reference" : "", style: "bad" },
    ].filter((line) => line.text);
  }
  if (form === "work") {
    const seen = graph.said(node, "text_seen")[0];
    return [{ text: graph.label(node), style: "text" }, { text: seen ? `seen: ${seen}` : "", style: "small" }].filter((line) => line.text);
  }
  if (form === "study") {
    return [{ text: graph.label(node), style: "head" }, ...bearingLine(app, node), { text: " ", style: "small" }, { text: " ", style: "small" }];
  }
  const lines = [{ text: graph.label(node), style: form === "root" ? "root" : "text" }];
  if (graph.kind(node) === "Conclusion" && form === "claim") lines.push({ text: "a conclusion of its own", style: "small" });
  lines.push(...flagLines(app, node), ...bearingLine(app, node));
  if (form === "claim" && of.below === 0 && of.values.length + of.chips.length === 0) lines.push({ text: "nothing stands under it", style: "open" });
  if (of.below > 0 && form !== "root") lines.push({ text: " ", style: "small" }, { text: " ", style: "small" });
  return lines;
}

/**
 * @param {App} app
 * @param {number} node
 */
function flagLines(app, node) {
  const flag = flagText(app.graph, node);
  return flag.text ? [{ text: `Audit: ${flag.text}`, style: flag.tone }] : [];
}

/**
 * @param {App} app
 * @param {number} node
 */
function bearingLine(app, node) {
  return app.bearing.has(node) ? [{ text: "▲ all support passes here", style: "bearing" }] : [];
}

/**
 * @param {App} app
 * @param {Picture} picture
 * @param {Box} box
 */
function boxOf(app, picture, box) {
  const { graph, state } = app;
  const mark = picture.marks.get(box.node) ?? "";
  const name = box.node < 0 ? "" : graph.name(box.node);
  const words = box.lines.map((line) => line.text.trim()).filter(Boolean).join(" ");
  /** @type {SVGElement[]} */
  const texts = [];
  let y = box.y + (box.form === "again" || box.form === "rest" ? 5 : 8);
  for (const line of box.lines) {
    y += lineHeight(line.style);
    if (line.text.trim()) texts.push(s("text", { x: box.x + 9, y: y - lineHeight(line.style) * 0.28, class: line.style }, line.text));
  }
  const sum = box.form === "value" ? /** @type {import("./trace_model.js").Value} */ (box.of).sum : undefined;
  const act = box.form === "rest" ? () => app.go({ more: [...state.more, name] }) : sum ? () => app.go(unfolding(state, sum)) : null;
  const spoken = `${spokenKind(app, box)}: ${isolated(box.form === "claim" || box.form === "root" ? graph.label(box.node) : words)}${mark ? `, ${mark === "fallen" ? "falls" : "taken away"}` : ""}`;
  const group = s("g", {
    class: `box ${box.form}${box.form === "chip" ? ` ${box.of && "form" in box.of ? box.of.form : ""}` : ""} ${mark} ${toneOf(app, box)}`,
    role: "button", tabindex: box.form === "root" ? 0 : -1, "aria-label": spoken, "data-key": `${box.form} ${box.key}`, "data-node": name,
    ...(act ? { onclick: act, onkeydown: (/** @type {KeyboardEvent} */ event) => onEnter(event, act) } : box.node < 0 ? {} : pressed(app, box.node)),
  },
    s("title", {}, cut(box.node < 0 ? words : graph.label(box.node), 1000)),
    s("rect", { x: box.x, y: box.y, width: box.width, height: box.height, rx: box.form === "root" ? 8 : 6 }),
    box.form === "study" || box.form === "work" || box.form === "chip" ? null : s("path", { class: "edge", d: `M ${box.x + 1.5} ${box.y + 6} V ${box.y + box.height - 6}` }),
    texts);
  const extra = box.form === "study" ? studySwitch(app, box) : box.form === "claim" ? foldSwitch(app, box) : null;
  return extra ? s("g", {}, group, extra) : group;
}

/**
 * @param {App} app
 * @param {Box} box
 */
function spokenKind(app, box) {
  if (box.form === "rest") return "Show more";
  if (box.node < 0) return "Citation";
  const { kinds, nodes } = app.graph.columns;
  return kinds[nodes.kind[box.node]].label;
}

/**
 * @param {App} app
 * @param {Box} box
 */
function toneOf(app, box) {
  if (box.form === "value" && /** @type {any} */ (box.of).sum) return "sum";
  if (box.form === "value") return app.graph.columns.states[/** @type {any} */ (box.of).state].tone;
  if (box.form === "claim" || box.form === "root") return flagged(app.graph, box.node).error ? "bad" : "";
  if (box.form === "chip") {
    const { state, form } = /** @type {any} */ (box.of);
    return form === "cited" && state >= 0 && app.graph.columns.states[state].name === "wrong reference" ? "bad" : "";
  }
  return "";
}

/**
 * @param {App} app
 * @param {number} node
 */
function pressed(app, node) {
  const act = () => app.select(node);
  return { onclick: act, onkeydown: (/** @type {KeyboardEvent} */ event) => onEnter(event, act) };
}

/**
 * @param {KeyboardEvent} event
 * @param {() => void} act
 */
function onEnter(event, act) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/**
 * @param {App} app
 * @param {Box} box
 */
function studySwitch(app, box) {
  const { graph, state } = app;
  const whole = graph.name(wholeOf(graph, box.node));
  const away = state.without.includes(whole);
  return small(box.x + 8, box.y + box.height - 32, Math.min(box.width - 16, 92), away ? "Put back" : "Take away",
    `${away ? "Put back" : "Take away"} ${isolated(graph.label(box.node))}`, `switch ${box.key}`, () => app.go({ without: toggled(state.without, whole) }));
}

/**
 * @param {App} app
 * @param {Box} box
 */
function foldSwitch(app, box) {
  const row = /** @type {import("./trace_model.js").Row} */ (box.of);
  if (row.below === 0) return null;
  const name = app.graph.name(box.node);
  const { open, closed } = app.state;
  const broken = row.folded?.broken ? ` · ${row.folded.broken} broken` : "";
  const text = row.open ? "− fold" : `+${row.folded?.boxes} more${broken}`;
  const act = () =>
    app.go(row.open ? { open: open.filter((n) => n !== name), closed: [...closed.filter((n) => n !== name), name] } : unfolding(app.state, name));
  return small(box.x + 8, box.y + box.height - 29, row.open ? 56 : 76 + broken.length * 6.2, text,
    row.open ? `Fold what is under ${isolated(app.graph.label(box.node), 80)}` : `Unfold ${row.folded?.boxes} more${broken} under ${isolated(app.graph.label(box.node), 80)}`,
    `fold ${name}`, act, row.folded?.broken ? "bad" : "");
}

/**
 * @param {State} state
 * @param {string} name
 */
function unfolding(state, name) {
  return { closed: state.closed.filter((n) => n !== name), open: [...state.open.filter((n) => n !== name), name] };
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {string} text
 * @param {string} spoken
 * @param {string} key
 * @param {() => void} act
 * @param {string} [tone]
 */
function small(x, y, width, text, spoken, key, act, tone = "") {
  return s("g", { class: `switch ${tone}`, role: "button", tabindex: 0, "aria-label": spoken, "data-key": key, onclick: act,
    onkeydown: (/** @type {KeyboardEvent} */ event) => onEnter(event, act) },
    s("rect", { x, y: y - 1, width, height: 24, rx: 12 }),
    s("text", { x: x + width / 2, y: y + 15, "text-anchor": "middle" }, text));
}

/**
 * Arrow keys: up and down within a column, left and right along the hops.
 * @param {KeyboardEvent} event
 * @param {SVGElement} svg
 */
function steer(event, svg) {
  const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const step = steps[/** @type {keyof typeof steps} */ (event.key)];
  const at = /** @type {Element | null} */ (event.target)?.closest("[data-key]");
  if (!step || !at) return;
  event.preventDefault();
  const places = [...svg.querySelectorAll(".box, .pill")].map((element) => ({ element, box: /** @type {SVGGElement} */ (element).getBBox() }));
  const here = /** @type {SVGGElement} */ (at).getBBox();
  const [dx, dy] = step;
  let best = null;
  let least = Infinity;
  for (const { element, box } of places) {
    const along = dx ? dx * (box.x - here.x) : dy * (box.y - here.y);
    const across = dx ? Math.abs(box.y + box.height / 2 - here.y - here.height / 2) : Math.abs(box.x - here.x);
    if (element === at || along <= (dx ? 12 : 1)) continue;
    const far = along + across * (dx ? 2 : 8);
    if (far < least) [best, least] = [element, far];
  }
  if (best instanceof SVGElement) focusOn(best);
}

/** @param {SVGElement} element */
function focusOn(element) {
  element.setAttribute("tabindex", "0");
  element.focus();
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/**
 * Mark the selected box, and the hops that touch it.
 * @param {App} app
 */
export function markSelected(app) {
  for (const element of document.querySelectorAll("main [data-node]")) {
    const chosen = app.state.select !== "" && element.getAttribute("data-node") === app.state.select;
    element.classList.toggle("selected", chosen);
    if (chosen) element.setAttribute("aria-current", "true");
    else element.removeAttribute("aria-current");
  }
}

// -- the outline -----------------------------------------------------------------------------------

/**
 * @param {App} app
 * @param {Picture} picture
 */
function outlined(app, picture) {
  const children = (/** @type {number} */ parent) => picture.rows.map((row, index) => ({ row, index })).filter(({ row }) => row.parent === parent);
  /** @type {(parent: number) => HTMLElement | null} */
  const list = (parent) => {
    const under = children(parent).filter(({ row }) => row.rest || !row.lines.every((line) => app.state.hide.includes(DIRECTIONS[line.kind])));
    return under.length ? h("ul", {}, under.map(({ row, index }) => item(row, index))) : null;
  };
  /** @type {(row: import("./trace_model.js").Row, index: number) => HTMLElement} */
  const item = (row, index) => {
    const name = app.graph.name(row.node);
    if (row.rest) return h("li", {}, h("button", { type: "button", onclick: () => app.go({ more: [...app.state.more, name] }) }, `+${row.rest.count} more`));
    const flag = flagText(app.graph, row.node);
    return h("li", { class: picture.marks.get(row.node) ?? "" },
      row.lines.map((line) => h("span", { class: `direction ${DIRECTIONS[line.kind]}` }, `${SIGNS[/** @type {keyof typeof SIGNS} */ (DIRECTIONS[line.kind])]} ${DIRECTIONS[line.kind]}`)),
      h("a", { class: "thing", href: link(app.state, { select: name }), "data-node": name, "data-key": `item ${row.key}` }, bdi(app.graph.label(row.node))),
      row.again ? h("span", { class: "soft" }, " (shown above)") : null,
      flag.text ? h("span", { class: `flag ${flag.tone}` }, icon(/** @type {Tone} */ (flag.tone)), `Audit: ${flag.text}`) : null,
      app.bearing.has(row.node) ? h("span", { class: "flag" }, "▲ all support passes here") : null,
      besideList(app, picture, row),
      row.again ? null : list(index),
      row.folded ? h("button", { type: "button", class: "fold", "data-key": `fold ${name}`, onclick: () => app.go({ open: [...app.state.open, name], closed: app.state.closed.filter((n) => n !== name) }) },
        `+${row.folded.boxes} more${row.folded.broken ? ` · ${row.folded.broken} broken` : ""}`) : null);
  };
  return h("div", { class: "outline" }, besideList(app, picture, picture.rows[0]), list(0) ?? h("p", { class: "notice" }, "Nothing bears on this conclusion: the record gives no evidence for it."),
    studyList(app, picture));
}

/**
 * @param {App} app
 * @param {Picture} picture
 * @param {import("./trace_model.js").Row} row
 */
function besideList(app, picture, row) {
  const { states } = app.graph.columns;
  const works = (/** @type {number[]} */ nodes) => nodes.flatMap((node) => [" → ", thing(app, node)]);
  const chip = (/** @type {import("./trace_model.js").Chip} */ one) => h("li", { class: "beside" },
    one.node >= 0 ? thing(app, one.node, `${one.text}, ${one.note}`) : h("span", { class: "soft" }, one.text, one.note ? `, ${one.note}` : ""), works(one.works));
  const listed = (/** @type {HTMLElement[]} */ items) => (items.length ? h("ul", {}, items) : null);
  const values = row.values
    .filter((value) => !app.state.hide.includes(states[value.state].tone))
    .map((value) => h("li", { class: `beside ${picture.marks.get(value.node) ?? ""}` },
      icon(states[value.state].tone), value.sum ? `${value.head}: ${value.what}` : thing(app, value.node, `${value.head} ${value.what}`),
      value.sum ? null : h("span", { class: `flag ${states[value.state].tone}` }, states[value.state].label),
      listed(value.leads.map((lead) => lead.chip).filter((one) => one.form !== "absent").map(chip))));
  const chips = row.values.length ? [] : row.chips.map(chip);
  return values.length + chips.length ? h("ul", { class: "stand" }, values, chips) : null;
}

/**
 * @param {App} app
 * @param {number} node
 * @param {string} [text]
 */
function thing(app, node, text) {
  const name = app.graph.name(node);
  return h("a", { href: link(app.state, { select: name }), "data-node": name }, bdi(text ?? app.graph.label(node), 160));
}

/**
 * @param {App} app
 * @param {Picture} picture
 */
function studyList(app, picture) {
  const { graph, state } = app;
  if (picture.studies.length === 0) return null;
  return h("section", { class: "studies" }, h("h2", {}, "Studies under this conclusion"),
    h("ul", {}, picture.studies.map((study) => {
      const whole = graph.name(wholeOf(graph, study));
      const away = state.without.includes(whole);
      return h("li", { class: picture.marks.get(study) ?? "" }, thing(app, study), " ",
        h("button", { type: "button", "data-key": `switch ${whole}`, onclick: () => app.go({ without: toggled(state.without, whole) }) }, away ? "Put back" : "Take away"));
    })));
}

/**
 * Measure the words of the first trace while nobody waits for them.
 * @param {App} app
 */
export function prepareTrace(app) {
  const node = chosenConclusion(app);
  if (node >= 0) drawn(app, pictured(app.graph, node, app.state), 1000);
}

/**
 * The rows of the trace as a table, for CSV.
 * @param {App} app
 * @returns {string[][]}
 */
export function traceTable(app) {
  const { graph } = app;
  const { states } = graph.columns;
  const picture = pictured(graph, chosenConclusion(app), app.state);
  const rows = [["depth", "direction", "statement", "place", "value", "endpoint", "state", "citation", "publication", "IRI"]];
  for (const row of picture.rows) {
    if (row.rest) continue;
    const start = [String(row.depth), row.lines.map((line) => DIRECTIONS[line.kind]).join(" and "), graph.label(row.node), placeOf(graph, row.node)];
    const values = row.values.flatMap((value) => value.leads.map((lead) => [value.head, value.what, states[value.state].label, lead.chip.text, lead.chip.works.map(graph.label).join("; ")]));
    const chips = row.values.length ? [] : row.chips.map((chip) => ["", "", chip.state < 0 ? "" : states[chip.state].label, chip.text, chip.works.map(graph.label).join("; ")]);
    const beside = [...values, ...chips];
    for (const cells of beside.length ? beside : [["", "", "", "", ""]]) rows.push([...start, ...cells, graph.iri(row.node)]);
  }
  return rows;
}
