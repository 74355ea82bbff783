// Where each box of a trace stands and how each hop runs: only order, height and routing to decide.
//
// Claims stand one under the other, indented as they are argued; a claim's values and citations
// stand in its own band to the right, so a line from column to column crosses no box. A publication
// stands where it is first cited, a study beside what reports it, and their ports are spread.

/** @typedef {import("./trace_model.js").Picture} Picture */
/** @typedef {import("./trace_model.js").Row} Row */
/** @typedef {import("./trace_model.js").Chip} Chip */
/** @typedef {import("./trace_model.js").Value} Value */

/**
 * @typedef {object} Box
 * @property {string} key
 * @property {string} form root, claim, again, rest, value, chip, work or study.
 * @property {number} node
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {{text: string, style: string}[]} lines
 * @property {Row | Value | Chip | null} of
 */

/** @typedef {{key: string, line: import("./trace_model.js").Line, x: number, y: number, width: number, height: number}} Pill */
/** @typedef {{path: string, kind: string, state: number, mark: {x: number, y: number} | null, from: number, to: number, style: string}} Wire */
/** @typedef {{boxes: Box[], pills: Pill[], wires: Wire[], width: number, height: number, columns: {name: string, x: number}[]}} Layout */
/** @typedef {(text: string, style: string, width: number) => string[]} Wrap */
/** @typedef {{boxLines: (form: string, node: number, of: any) => {text: string, style: string}[], wrap: Wrap}} Texts */

export const LINE = { text: 18, head: 20, root: 23, small: 16 };
const PAD = 9;
const PILL = { width: 86, height: 22 };
const INDENT = 16;
const INDENT_IN_ALL = 190;
const GAP = { row: 12, chip: 8, column: 46, fan: 74 };
const TOP = 8;
/** Below this width columns hold too few words; an outline is shown instead. */
export const NARROWEST = 850;
const STUB = 24;

/**
 * @param {Picture} picture
 * @param {number} space Width that there is.
 * @param {Texts} texts
 * @returns {Layout}
 */
export function laidOut(picture, space, texts) {
  const free = Math.max(space, NARROWEST) - GAP.column * 2 - GAP.fan * 2 - 2;
  const share = (/** @type {number} */ part) => Math.floor(free * part);
  const wide = { claim: share(0.385), value: share(0.18), chip: share(0.13), work: share(0.16), study: share(0.145) };
  const at = { claim: 1, value: 0, chip: 0, work: 0, study: 0 };
  at.value = at.claim + wide.claim + GAP.column;
  at.chip = at.value + wide.value + GAP.column;
  at.work = at.chip + wide.chip + GAP.fan;
  at.study = at.work + wide.work + GAP.fan;
  const box = boxMaker(texts);
  const deepest = Math.max(1, ...picture.rows.map((row) => row.depth));
  const indent = Math.min(INDENT, INDENT_IN_ALL / deepest);

  /** @type {Box[]} */
  const boxes = [];
  /** @type {Pill[]} */
  const pills = [];
  /** @type {Map<Chip, Box>} */
  const chipBoxes = new Map();
  /** @type {Map<Value, Box>} */
  const valueBoxes = new Map();
  /** @type {Box[]} */
  const rowBoxes = [];
  /** @type {Pill[][]} */
  const rowPills = [];
  let y = TOP;
  picture.rows.forEach((row, index) => {
    const form = row.rest ? "rest" : row.again ? "again" : row.depth === 0 ? "root" : "claim";
    const left = form === "root" ? at.claim : at.claim + row.depth * indent + PILL.width + 6;
    const claim = box(form, row.key, row.node, left, y, at.claim + wide.claim - left, row);
    boxes.push(claim);
    rowBoxes.push(claim);
    let top = y;
    rowPills.push(
      row.lines.map((line, n) => ({
        key: `${row.key} ${line.node}`,
        line,
        x: at.claim + row.depth * indent,
        y: y + n * (PILL.height + 4) + (form === "again" ? 3 : 6),
        width: PILL.width,
        height: PILL.height,
      })),
    );
    pills.push(...rowPills[index]);
    for (const value of row.values) {
      const made = box("value", value.sum ? `sum ${value.sum}` : `${value.node}`, value.node, at.value, top, wide.value, value);
      valueBoxes.set(value, made);
      boxes.push(made);
      top += made.height + GAP.chip;
    }
    let chipTop = y;
    for (const chip of row.chips) {
      const made = box("chip", chip.key, chip.node, at.chip, chipTop, wide.chip, chip);
      chipBoxes.set(chip, made);
      boxes.push(made);
      chipTop += made.height + GAP.chip;
    }
    const pillTop = y + 6 + row.lines.length * (PILL.height + 4);
    y = Math.max(y + claim.height, top - GAP.chip, chipTop - GAP.chip, pillTop) + GAP.row;
  });

  const leads = [...chipBoxes].flatMap(([chip, made]) => chip.works.map((work) => ({ work, y: middle(made) })));
  const works = stacked(
    picture.works.map((work) => ({ node: work, wish: Math.min(...leads.filter((l) => l.work === work).map((l) => l.y)) })),
    (node, top) => box("work", `work ${node}`, node, at.work, top, wide.work, null),
  );
  const workBox = new Map(works.map((made) => [made.node, made]));
  const studies = stacked(
    picture.studies.map((study) => ({
      node: study,
      wish: mean(picture.reports.filter((r) => r.study === study).map((r) => middle(/** @type {Box} */ (workBox.get(r.work))))),
    })),
    (node, top) => box("study", `study ${node}`, node, at.study, top, wide.study, null),
  );
  const studyBox = new Map(studies.map((made) => [made.node, made]));
  boxes.push(...works, ...studies);

  /** @type {Wire[]} */
  const wires = [];
  wires.push(...trunks(rowBoxes, rowPills, picture.rows, at.claim, indent));
  picture.rows.forEach((row, index) => {
    if (row.parent >= 0) wires.push(...joins(row, rowBoxes, rowPills, picture.rows, index, at.claim, indent));
    for (const value of row.values) {
      const end = /** @type {Box} */ (valueBoxes.get(value));
      wires.push(curve(rowBoxes[index], end, "asserts", -1, portY(end, 0.5), row.node, value.node, "plain"));
      for (const lead of value.leads) {
        const chip = /** @type {Box} */ (chipBoxes.get(lead.chip));
        wires.push(curve(end, chip, "cites", lead.state, portY(chip, 0.5), value.node, lead.chip.node, lead.plain ? "faint" : "checked"));
      }
    }
    if (row.values.length === 0) {
      for (const chip of row.chips) {
        const end = /** @type {Box} */ (chipBoxes.get(chip));
        wires.push(curve(rowBoxes[index], end, "cites", chip.state, portY(end, 0.5), row.node, chip.node, "checked", middle(end)));
      }
    }
  });
  const into = spread(
    [...chipBoxes].flatMap(([chip, made]) =>
      chip.works.map((work) => ({ from: made, to: /** @type {Box} */ (workBox.get(work)), style: chip.form === "elsewhere" ? "faint" : "plain" })),
    ),
  );
  for (const { from, to, port, style } of into) wires.push(curve(from, to, "refers", -1, port, from.node, to.node, style));
  const onto = spread(
    picture.reports.map(({ work, study }) => ({
      from: /** @type {Box} */ (workBox.get(work)),
      to: /** @type {Box} */ (studyBox.get(study)),
      style: "plain",
    })),
  );
  for (const { from, to, port, style } of onto) wires.push(curve(from, to, "reports", -1, port, from.node, to.node, style));

  const height = Math.max(y, ...boxes.map((made) => made.y + made.height + GAP.row)) + 4;
  return {
    boxes,
    pills,
    wires,
    width: at.study + wide.study + 1,
    height,
    columns: [
      { name: "Conclusion → evidence line → claim", x: at.claim },
      { name: "Value", x: at.value },
      { name: "Citation", x: at.chip },
      { name: "Publication", x: at.work },
      { name: "Study", x: at.study },
    ],
  };
}

/**
 * @param {Texts} texts
 * @returns {(form: string, key: string, node: number, x: number, y: number, width: number, of: any) => Box}
 */
function boxMaker(texts) {
  return (form, key, node, x, y, width, of) => {
    const lines = texts
      .boxLines(form, node, of)
      .flatMap((line) => texts.wrap(line.text, line.style, width - 2 * PAD).map((text) => ({ text, style: line.style })));
    const height = lines.reduce((sum, line) => sum + lineHeight(line.style), 0) + 2 * (form === "again" || form === "rest" ? 5 : PAD - 1);
    return { key, form, node, x, y, width, height: Math.max(height, 28), lines, of };
  };
}

/** @param {string} style */
export function lineHeight(style) {
  return style === "root" ? LINE.root : style === "head" ? LINE.head : style === "text" ? LINE.text : LINE.small;
}

/** @param {Box} box */
function middle(box) {
  return box.y + box.height / 2;
}

/**
 * @param {Box} box
 * @param {number} part
 */
function portY(box, part) {
  return box.y + box.height * part;
}

/** @param {number[]} numbers */
function mean(numbers) {
  return numbers.length ? numbers.reduce((sum, n) => sum + n, 0) / numbers.length : 0;
}

/**
 * Boxes one under the other near where each wants to be.
 * @param {{node: number, wish: number}[]} wishes
 * @param {(node: number, y: number) => Box} make
 * @returns {Box[]}
 */
function stacked(wishes, make) {
  const made = wishes.sort((a, b) => a.wish - b.wish || a.node - b.node).map(({ node, wish }) => {
    const box = make(node, 0);
    box.y = wish - box.height / 2;
    return box;
  });
  let floor = TOP;
  for (const box of made) {
    box.y = Math.max(box.y, floor);
    floor = box.y + box.height + 16;
  }
  return made;
}

/**
 * The heights at which lines enter a box: spread along its side, in the order of where they start.
 * @template {{from: Box, to: Box}} T
 * @param {T[]} lines
 * @returns {(T & {port: number})[]}
 */
function spread(lines) {
  /** @type {Map<Box, T[]>} */
  const ends = new Map();
  for (const line of lines) ends.set(line.to, [...(ends.get(line.to) ?? []), line]);
  return [...ends].flatMap(([to, group]) => {
    group.sort((a, b) => a.from.y - b.from.y);
    const room = Math.min(to.height - 12, group.length * 9);
    return group.map((line, n) => ({ ...line, port: middle(to) - room / 2 + (room * (n + 0.5)) / group.length }));
  });
}

/**
 * A line from the right side of one box to the left side of another.
 * @param {Box} from
 * @param {Box} to
 * @param {string} kind
 * @param {number} state
 * @param {number} port
 * @param {number} source
 * @param {number} target
 * @param {string} style
 * @param {number} [start]
 * @returns {Wire}
 */
function curve(from, to, kind, state, port, source, target, style, start) {
  const x0 = from.x + from.width;
  const y0 = Math.min(Math.max(start ?? (kind === "asserts" ? port : middle(from)), from.y + 8), from.y + from.height - 8);
  const x1 = to.x;
  // Level for as long as other columns are passed, then one bend within the last gap.
  const far = x1 - x0 > GAP.fan * 1.5;
  const turn = far ? x1 - GAP.column : x0 + (style === "checked" ? STUB : 0);
  const bend = (x1 - turn) / 2;
  const path = `M ${x0} ${y0} H ${turn} C ${turn + bend} ${y0} ${x1 - bend} ${port} ${x1} ${port}`;
  return { path, kind, state, mark: { x: x0 + STUB / 2 + 1, y: y0 }, from: source, to: target, style };
}

/**
 * How far to the right the line runs that leads down from a row.
 * @param {Row} row
 * @param {number} left
 * @param {number} indent
 */
function trunkX(row, left, indent) {
  return left + row.depth * indent + indent * 0.45;
}

/**
 * A line down from each row that others bear on, beside the indent of these.
 * @param {Box[]} boxes
 * @param {Pill[][]} pills
 * @param {Row[]} rows
 * @param {number} left
 * @param {number} indent
 * @returns {Wire[]}
 */
function trunks(boxes, pills, rows, left, indent) {
  /** @type {Map<number, number>} */
  const last = new Map();
  rows.forEach((row, index) => row.parent >= 0 && last.set(row.parent, index));
  return [...last].map(([parent, index]) => {
    const row = rows[parent];
    const own = pills[parent];
    const start = row.depth === 0 ? boxes[parent].y + boxes[parent].height : own[own.length - 1].y + PILL.height;
    const end = pills[index].length ? pills[index][pills[index].length - 1].y + PILL.height / 2 : boxes[index].y + boxes[index].height / 2;
    const x = trunkX(row, left, indent);
    return { path: `M ${x} ${start} V ${end - 6}`, kind: "rest", state: -1, mark: null, from: row.node, to: row.node, style: "line" };
  });
}

/**
 * From the line down to the pills of one row.
 * @param {Row} row
 * @param {Box[]} boxes
 * @param {Pill[][]} pills
 * @param {Row[]} rows
 * @param {number} index
 * @param {number} left
 * @param {number} indent
 * @returns {Wire[]}
 */
function joins(row, boxes, pills, rows, index, left, indent) {
  const parent = rows[row.parent];
  const x = trunkX(parent, left, indent);
  const ends = row.rest
    ? [{ y: boxes[index].y + boxes[index].height / 2, x: boxes[index].x, kind: -1 }]
    : pills[index].map((pill) => ({ y: pill.y + PILL.height / 2, x: pill.x, kind: pill.line.kind }));
  return ends.map((end) => ({
    path: `M ${x} ${end.y - 6} Q ${x} ${end.y} ${Math.min(x + 6, end.x)} ${end.y} H ${end.x}`,
    kind: end.kind < 0 ? "rest" : ["supports", "disputes", "qualifies"][end.kind],
    state: -1,
    mark: null,
    from: parent.node,
    to: row.node,
    style: "line",
  }));
}
