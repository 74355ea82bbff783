// Breaking text into lines that fit a box, by the widths of the page's own fonts.

const FAMILY = '"Inter", -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
/** @type {Record<string, string>} */
const FONTS = {
  root: `600 17px ${FAMILY}`,
  head: `600 14px ${FAMILY}`,
  text: `400 13px ${FAMILY}`,
  small: `400 12px ${FAMILY}`,
  good: `400 12px ${FAMILY}`,
  bad: `600 12px ${FAMILY}`,
  open: `400 12px ${FAMILY}`,
};
const LINES_AT_MOST = 12;
const LONGEST = 420;

/** @type {CanvasRenderingContext2D | null} */
let context = null;
let current = "";
/** @type {Map<string, number>} */
const widths = new Map();

/**
 * @param {string} text
 * @param {string} style
 */
export function widthOf(text, style) {
  const key = `${style} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  context ??= /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  if (current !== style) context.font = FONTS[style] ?? FONTS.small;
  current = style;
  const width = context.measureText(text).width;
  widths.set(key, width);
  return width;
}

/**
 * Lines no wider than `width`; a word that is wider is broken, and text that is too long ends in …
 * @param {string} text
 * @param {string} style
 * @param {number} width
 * @returns {string[]}
 */
export function wrapped(text, style, width) {
  const space = widthOf(" ", style);
  const words = text.slice(0, LONGEST).split(/\s+/).filter(Boolean).flatMap((word) => pieces(word, style, width).map((part, n) => ({ part, glued: n > 0 })));
  /** @type {string[]} */
  const lines = [];
  let line = "";
  let used = 0;
  for (const { part, glued } of words) {
    const wide = widthOf(part, style);
    const gap = glued ? 0 : space;
    if (line && used + gap + wide > width) {
      lines.push(line);
      line = "";
      used = 0;
    }
    line = line ? `${line}${glued ? "" : " "}${part}` : part;
    used += (used ? gap : 0) + wide;
  }
  if (line) lines.push(line);
  if (text.length > LONGEST || lines.length > LINES_AT_MOST) {
    const kept = lines.slice(0, LINES_AT_MOST);
    kept[kept.length - 1] = `${kept[kept.length - 1].replace(/.{0,2}$/, "")}…`;
    return kept;
  }
  return lines.length ? lines : [""];
}

/**
 * @param {string} word
 * @param {string} style
 * @param {number} width
 * @returns {string[]}
 */
function pieces(word, style, width) {
  if (word.length < 9 || widthOf(word, style) <= width) return [word];
  const parts = word.split(/(?<=[-–/_.])/);
  if (parts.length > 1) return parts.flatMap((part) => pieces(part, style, width));
  const letters = Math.max(4, Math.floor((word.length * width) / widthOf(word, style)) - 1);
  const found = [];
  for (let at = 0; at < word.length; at += letters) found.push(word.slice(at, at + letters));
  return found;
}
