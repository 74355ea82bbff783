// What a trace's picture holds: rows of claims with what stands beside them, folded to be readable.

import { falls, flagged, traced, valueText } from "./data.js";

/** @typedef {import("./data.js").Graph} Graph */
/** @typedef {import("./data.js").Tone} Tone */
/** @typedef {import("./state.js").State} State */

/** @typedef {{node: number, kind: number, fallen: boolean}} Line An evidence line: its node and direction. */

/**
 * @typedef {object} Chip A citation, or what stands in the place of one.
 * @property {string} key
 * @property {number} node The citation, or -1 for the want of one.
 * @property {string} text
 * @property {string} note
 * @property {"cited" | "own" | "absent" | "elsewhere" | "sum"} form
 * @property {number[]} works Publications that it leads to.
 * @property {number} state Of the citing hop; -1 where there is none.
 */

/**
 * @typedef {object} Value A stated value under its claim.
 * @property {number} node
 * @property {number} state
 * @property {string} head The number.
 * @property {string} what The endpoint.
 * @property {string} [sum] Of a folded claim: that this sums up what is hidden under it.
 * @property {{chip: Chip, state: number, plain: boolean}[]} leads
 */

/**
 * @typedef {object} Row One claim in the column of claims.
 * @property {string} key
 * @property {number} node
 * @property {number} depth
 * @property {number} parent Index of the row above it in the argument, or -1.
 * @property {Line[]} lines What joins it to its parent.
 * @property {boolean} again Whether it stands with all that is under it further up.
 * @property {Value[]} values
 * @property {Chip[]} chips
 * @property {number} below How many lines bear on it.
 * @property {boolean} open
 * @property {{boxes: number, broken: number, beside: {values: Value[], chips: Chip[]}} | null} folded What is hidden under it.
 * @property {{count: number} | null} rest What a long list has left out at this place.
 */

/**
 * @typedef {object} Picture
 * @property {Row[]} rows
 * @property {{work: number, study: number}[]} reports
 * @property {number[]} works
 * @property {number[]} studies
 * @property {Map<number, string>} marks State of what was taken away: `removed` or `fallen`.
 * @property {number} boxes
 */

export const BOXES_AT_MOST = 56;
const SIBLINGS_AT_MOST = 20;
const DEEPEST = 9;
const BOXED = ["Conclusion", "Claim", "StatedMeasurement", "CitationPointer", "Publication", "Study", "Trial"];

/**
 * @param {Graph} graph
 * @param {number} conclusion
 * @param {State} state
 * @returns {Picture}
 */
export function pictured(graph, conclusion, state) {
  const { hops, hop_kinds: kinds } = graph.columns;
  const kindOf = (/** @type {number} */ row) => kinds[hops.kind[row]];
  const removed = new Set(state.without.map((name) => graph.find(name)).filter((n) => n >= 0));
  const pages = (/** @type {number} */ node) => 1 + state.more.filter((name) => graph.find(name) === node).length;

  /** Evidence under a node, in the order of the document, each with the lines that bring it. */
  const evidence = (/** @type {number} */ node) => {
    /** @type {Map<number, Line[]>} */
    const found = new Map();
    for (const row of graph.hopsFrom(node)) {
      if (hops.kind[row] > 2) continue;
      const target = hops.target[row];
      const line = { node: hops.line[row], kind: hops.kind[row], fallen: falls(graph, target, removed, state.sound) };
      found.set(target, [...(found.get(target) ?? []), line]);
    }
    return [...found].sort(([a], [b]) => standing(graph, a) - standing(graph, b) || a - b);
  };
  const open = unfolded(graph, conclusion, state, (node) => evidence(node).map(([target]) => target));

  /** @type {Row[]} */
  const rows = [];
  const first = new Map();
  const put = (/** @type {number} */ node, /** @type {number} */ depth, /** @type {number} */ parent, /** @type {Line[]} */ lines) => {
    const again = first.has(node);
    const index = rows.length;
    const children = again ? [] : evidence(node);
    const value = kindIs(graph, node, "StatedMeasurement");
    const shown = !again && (depth === 0 || open.has(node));
    const folded = !again && children.length > 0 && !shown ? hiddenUnder(graph, node) : null;
    const beside = again ? { values: [], chips: [] } : folded ? folded.beside : besides(graph, node, value, kindOf);
    rows.push({
      key: again ? `again-${graph.name(node)}-${index}` : graph.name(node),
      node,
      depth,
      parent,
      lines,
      again,
      ...beside,
      below: children.length,
      open: shown,
      folded,
      rest: null,
    });
    if (again) return;
    first.set(node, index);
    if (!shown) return;
    const limit = SIBLINGS_AT_MOST * pages(node);
    for (const [target, joins] of children.slice(0, limit)) put(target, depth + 1, index, joins);
    if (children.length > limit) {
      const last = rows[rows.length - 1];
      rows.push({ ...last, key: `rest-${graph.name(node)}`, node, depth: depth + 1, parent: index, lines: [], again: false,
        values: [], chips: [], below: 0, open: false, folded: null, rest: { count: children.length - limit } });
    }
  };
  put(conclusion, 0, -1, []);

  const works = new Set(rows.flatMap((row) => row.chips.flatMap((chip) => chip.works)));
  /** @type {{work: number, study: number}[]} */
  const reports = [];
  const studies = new Set();
  for (const work of works) {
    for (const row of graph.hopsFrom(work)) {
      if (kindOf(row) !== "reports") continue;
      reports.push({ work, study: hops.target[row] });
      studies.add(hops.target[row]);
    }
  }
  const marks = new Map();
  const gone = (/** @type {number} */ study) => graph.columns.studies[graph.columns.nodes.rests[study]].every((n) => removed.has(n));
  for (const study of studies) if (gone(study)) marks.set(study, "removed");
  for (const node of [...rows.flatMap((row) => [row.node, ...row.values.map((v) => v.node), ...row.chips.map((c) => c.node)]), ...works]) {
    if (node >= 0 && !marks.has(node) && falls(graph, node, removed, state.sound)) marks.set(node, "fallen");
  }
  const boxes = rows.filter((row) => !row.rest).reduce((sum, row) => sum + 1 + row.values.length + row.chips.length, 0) + works.size + studies.size;
  return { rows, reports, works: [...works], studies: [...studies], marks, boxes };
}

/**
 * Which boxes are unfolded: by hand, or level by level while the picture stays readable.
 * @param {Graph} graph
 * @param {number} conclusion
 * @param {State} state
 * @param {(node: number) => number[]} evidence
 */
function unfolded(graph, conclusion, state, evidence) {
  const byHand = new Set(state.open.map((name) => graph.find(name)));
  const shut = new Set(state.closed.map((name) => graph.find(name)));
  const open = new Set([conclusion]);
  const seen = new Set([conclusion]);
  const whole = traced(graph, conclusion).nodes.filter((n) => BOXED.includes(graph.kind(n))).length;
  let boxes = size(graph, conclusion);
  let level = [conclusion];
  let full = false;
  for (let depth = 1; level.length > 0; depth += 1) {
    const next = [];
    for (const node of level) {
      if (!open.has(node)) continue;
      for (const target of evidence(node).slice(0, SIBLINGS_AT_MOST)) {
        if (seen.has(target)) continue;
        seen.add(target);
        boxes += size(graph, target);
        next.push(target);
      }
    }
    for (const node of next) {
      if (shut.has(node)) continue;
      const cost = evidence(node).reduce((sum, target) => sum + (seen.has(target) ? 0 : size(graph, target)), 0);
      full = full || depth > DEEPEST || boxes + cost > BOXES_AT_MOST - 8;
      // A conclusion that leans on another has a picture of its own to show what that one stands on.
      const apart = whole > BOXES_AT_MOST && graph.kind(node) === "Conclusion";
      if (byHand.has(node) || (!full && !apart && !shut.has(node))) open.add(node);
    }
    level = next;
  }
  return open;
}

/**
 * How many boxes a claim brings with it: itself, its values and its citations.
 * @param {Graph} graph
 * @param {number} node
 */
function size(graph, node) {
  const { hops, hop_kinds: kinds } = graph.columns;
  const beside = graph.hopsFrom(node).filter((row) => ["asserts", "cites"].includes(kinds[hops.kind[row]]));
  return 1 + beside.length;
}

/**
 * What is hidden under a folded claim, summed up: how its values fared, and where its citations lead.
 * @param {Graph} graph
 * @param {number} node
 */
function hiddenUnder(graph, node) {
  const { hops, hop_kinds: kinds, states } = graph.columns;
  const under = traced(graph, node);
  const of = (/** @type {string[]} */ wanted) => under.nodes.filter((n) => wanted.includes(graph.kind(n)));
  const boxes = of(["Claim", "Conclusion"]).length - 1;
  const broken = under.hops.filter((row) => states[hops.state[row]].tone === "bad").length;
  const asserted = under.hops.filter((row) => kinds[hops.kind[row]] === "asserts");
  const tones = /** @type {const} */ (["bad", "open", "good"]);
  const count = (/** @type {string} */ tone) => asserted.filter((row) => states[hops.state[row]].tone === tone).length;
  const words = { bad: "broken", open: "not checked", good: "hold" };
  const works = of(["Publication"]);
  const pointers = of(["CitationPointer"]).length;
  const name = graph.name(node);
  /** @type {Chip | null} */
  const chip = works.length === 0 ? null
    : { key: `sum-${name}`, node: -1, text: pointers === 1 ? "1 citation" : `${pointers} citations`, note: "folded", form: "sum", works, state: -1 };
  const worst = tones.find((tone) => count(tone) > 0);
  /** @type {Value[]} */
  const values = asserted.length === 0 ? [] : [{
    node: -1,
    state: states.findIndex((state) => state.tone === (worst ?? "none")),
    head: asserted.length === 1 ? "1 value" : `${asserted.length} values`,
    what: tones.filter((tone) => count(tone) > 0).map((tone) => `${count(tone)} ${words[tone]}`).join(", "),
    sum: name,
    leads: chip ? [{ chip, state: -1, plain: true }] : [],
  }];
  return { boxes, broken, beside: { values, chips: chip ? [chip] : [] } };
}

/**
 * The place of a statement in its document, as one number to sort by.
 * @param {Graph} graph
 * @param {number} node
 */
export function standing(graph, node) {
  const { anchors, nodes } = graph.columns;
  const row = nodes.anchor[node];
  const position = Math.min(Number(graph.said(node, "position")[0] ?? 0), 9999);
  return row < 0 ? 1e15 + position : (anchors.paragraph[row] * 1e4 + anchors.sentence[row]) * 1e4 + position;
}

/**
 * @param {Graph} graph
 * @param {number} node
 * @param {string} kind
 */
function kindIs(graph, node, kind) {
  return graph.kind(node) === kind;
}

/**
 * The values that a claim asserts and the citations that stand with them.
 * @param {Graph} graph
 * @param {number} node
 * @param {boolean} isValue Whether the evidence is a bare value, which stands for itself.
 * @param {(row: number) => string} kindOf
 * @returns {{values: Value[], chips: Chip[]}}
 */
function besides(graph, node, isValue, kindOf) {
  const { hops, states, values: table } = graph.columns;
  const from = graph.hopsFrom(node);
  /** @type {Chip[]} */
  const chips = from
    .filter((row) => kindOf(row) === "cites")
    .map((row) => {
      const pointer = hops.target[row];
      const number = referenceOf(graph, pointer);
      return {
        key: graph.name(pointer),
        node: pointer,
        text: `reference ${number}`,
        note: `marker ${graph.said(pointer, "marker_number")[0] ?? "?"}`,
        form: /** @type {const} */ ("cited"),
        works: worksOf(graph, pointer),
        state: hops.state[row],
      };
    });
  const cited = new Set(chips.flatMap((chip) => chip.works));
  const stated = isValue ? [] : from.filter((row) => kindOf(row) === "asserts");
  const values = stated.map((row) => {
    const value = hops.target[row];
    const state = hops.state[row];
    const at = graph.valueOf(value);
    /** @type {Value["leads"]} */
    const leads = chips.map((chip) => ({ chip, state, plain: false }));
    const own = kindIs(graph, value, "ReportedMeasurement");
    for (const work of own ? reportersOf(graph, value, kindOf) : []) {
      leads.push({
        chip: { key: `own-${graph.name(work)}`, node: -1, text: "own result", note: "", form: "own", works: [work], state },
        state,
        plain: false,
      });
    }
    const elsewhere = [...new Set(sourcesOf(graph, value, kindOf))].filter((work) => !cited.has(work));
    if (chips.length === 0 && !own) {
      let absent = chips.find((chip) => chip.form === "absent");
      if (!absent) {
        absent = { key: `absent-${graph.name(value)}`, node: -1, text: states[state].name === "uncited" ? "no citation" : "no reference",
          note: "", form: "absent", works: [], state };
      }
      leads.push({ chip: absent, state, plain: false });
    }
    for (const work of elsewhere) {
      leads.push({
        chip: { key: `found-${graph.name(value)}-${graph.name(work)}`, node: -1, text: `${numberOf(graph, work)} has it`,
          note: "not cited here", form: "elsewhere", works: [work], state: -1 },
        state: -1,
        plain: true,
      });
    }
    return { node: value, state, head: at < 0 ? graph.label(value) : valueText(graph, at).number, what: at < 0 ? "" : table.what[at], leads };
  });
  const extra = values.flatMap((value) => value.leads.map((lead) => lead.chip)).filter((chip) => chip.form !== "cited");
  const distinct = merged(extra, values);
  return { values, chips: [...chips, ...distinct] };
}

/**
 * One chip for the want of a citation, and one for each other reference, however many values.
 * @param {Chip[]} extra
 * @param {Value[]} values
 */
function merged(extra, values) {
  /** @type {Map<string, Chip>} */
  const kept = new Map();
  for (const chip of extra) {
    const key = `${chip.form}-${chip.text}`;
    if (!kept.has(key)) kept.set(key, chip);
  }
  for (const value of values) {
    for (const lead of value.leads) {
      if (lead.chip.form !== "cited") lead.chip = kept.get(`${lead.chip.form}-${lead.chip.text}`) ?? lead.chip;
    }
  }
  return [...kept.values()];
}

/**
 * @param {Graph} graph
 * @param {number} pointer
 * @returns {number[]}
 */
export function worksOf(graph, pointer) {
  const { hops, hop_kinds: kinds } = graph.columns;
  const step = (/** @type {number} */ node, /** @type {string} */ kind) =>
    graph.hopsFrom(node).filter((row) => kinds[hops.kind[row]] === kind).map((row) => hops.target[row]);
  return step(pointer, "points").flatMap((reference) => step(reference, "refers"));
}

/**
 * The publications whose values a stated value restates or follows from.
 * @param {Graph} graph
 * @param {number} value
 * @param {(row: number) => string} kindOf
 * @returns {number[]}
 */
function sourcesOf(graph, value, kindOf) {
  const { hops } = graph.columns;
  return graph
    .hopsFrom(value)
    .filter((row) => ["restates", "derives"].includes(kindOf(row)))
    .flatMap((row) => reportersOf(graph, hops.target[row], kindOf));
}

/**
 * The publications that report a value as their own.
 * @param {Graph} graph
 * @param {number} value
 * @param {(row: number) => string} kindOf
 */
function reportersOf(graph, value, kindOf) {
  const { hops } = graph.columns;
  return graph.hopsFrom(value).filter((row) => kindOf(row) === "reported by").map((row) => hops.target[row]);
}

/**
 * @param {Graph} graph
 * @param {number} pointer
 */
function referenceOf(graph, pointer) {
  const { hops, hop_kinds: kinds } = graph.columns;
  const row = graph.hopsFrom(pointer).find((one) => kinds[hops.kind[one]] === "points");
  return row === undefined ? "?" : (graph.said(hops.target[row], "reference_number")[0] ?? "?");
}

/**
 * What a publication is called in the list of references; its label if it is in none.
 * @param {Graph} graph
 * @param {number} work
 */
function numberOf(graph, work) {
  const { edges } = graph.columns;
  for (const row of graph.edgesTo(work)) {
    if (graph.plays(edges.property[row], "refers_to")) {
      const number = graph.said(edges.source[row], "reference_number")[0];
      if (number) return `reference ${number}`;
    }
  }
  return graph.label(work);
}

/**
 * @param {Graph} graph
 * @param {number} node
 */
export function flagText(graph, node) {
  const found = flagged(graph, node);
  const parts = [];
  if (found.error) parts.push(`${found.error} ${found.error === 1 ? "error" : "errors"}`);
  if (found.warning) parts.push(`${found.warning} ${found.warning === 1 ? "warning" : "warnings"}`);
  return { text: parts.join(", "), tone: found.error ? "bad" : found.warning ? "open" : "none" };
}
