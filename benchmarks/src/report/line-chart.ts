import { shown } from "./table.ts";

/** The figure of one client at each size. */
interface Series {
  readonly title: string;
  /** Drawn bold; the others are thin. */
  readonly isOurs: boolean;
  readonly points: readonly Point[];
}

type Point = readonly [x: number, y: number];

/** A chart with logarithmic axes; all numbers are above zero. */
export interface LineChart {
  readonly title: string;
  readonly xTitle: string;
  /** Those without points aren't drawn but keep their colour, so that charts of the same series match. */
  readonly series: readonly Series[];
}

const WIDTH = 760;
const HEIGHT = 420;
const PLOT = { left: 70, right: 520, top: 50, bottom: 360 };
/** A piece of each line, before its label. */
const KEY = { left: 538, right: 556 };
const LABEL_HEIGHT = 17;
/** The colour-blind can tell these apart too, on white as well as on black. */
const COLORS = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#b8860b",
  "#56b4e9",
  "#8c6bb1",
  "#7f7f7f",
];
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 15px; font-weight: 600 }
  .grid { stroke: #d0d7de; stroke-width: 1 }
  .ours { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .grid { stroke: #3d444d }
  }
`;

/** An SVG that is readable on light and on dark pages. */
export function drawLineChart({ title, xTitle, series }: LineChart): string {
  const points = series.flatMap((one) => one.points);
  const xs = [...new Set(points.map(([x]) => x))];
  const yTicks = powersAround(points.map(([, y]) => y));
  const scaleX = logScale(Math.min(...xs), Math.max(...xs), PLOT.left, PLOT.right);
  const scaleY = logScale(yTicks[0] ?? 1, yTicks.at(-1) ?? 1, PLOT.bottom, PLOT.top);
  const drawn = series
    .map((one, index) => ({
      ...one,
      color: COLORS[index % COLORS.length] ?? "",
      places: one.points.map(([x, y]) => [scaleX(x), scaleY(y)] as const),
    }))
    .filter(({ places }) => places.length > 0);
  const labels = spreadLabels(drawn.map(({ places }) => places.at(-1)?.[1] ?? 0));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeXml(title)}">`,
    `<style>${STYLE}</style>`,
    text(PLOT.left, 24, title, "title"),
    ...yTicks.flatMap((y) => [
      `<path class="grid" d="M${PLOT.left} ${round(scaleY(y))}H${PLOT.right}"/>`,
      text(PLOT.left - 8, scaleY(y) + 4, shown(y), "tick", "end"),
    ]),
    ...xs.map((x) => text(scaleX(x), PLOT.bottom + 20, shown(x), "tick", "middle")),
    text((PLOT.left + PLOT.right) / 2, HEIGHT - 14, xTitle, "tick", "middle"),
    ...drawn.map((one, index) => drawSeries(one, labels[index] ?? 0)),
    "</svg>\n",
  ].join("\n");
}

interface DrawnSeries extends Series {
  readonly color: string;
  readonly places: readonly Point[];
}

function drawSeries({ title, isOurs, color, places }: DrawnSeries, labelY: number): string {
  const [lastX, lastY] = places.at(-1) ?? [0, 0];
  const path = places.map(([x, y]) => `${round(x)} ${round(y)}`).join("L");
  const width = isOurs ? 3.5 : 1.5;
  const lead = `${round(lastX)} ${round(lastY)}L${KEY.left} ${round(labelY - 4)}`;
  return [
    `<g stroke="${color}" fill="none">`,
    `<path d="M${path}" stroke-width="${width}"/>`,
    `<path d="M${lead}" stroke-width="0.7" stroke-dasharray="2 3"/>`,
    `<path d="M${KEY.left} ${round(labelY - 4)}H${KEY.right}" stroke-width="${width}"/>`,
    ...places.map(
      ([x, y]) =>
        `<circle cx="${round(x)}" cy="${round(y)}" r="${isOurs ? 4 : 2.5}" fill="${color}"/>`,
    ),
    "</g>",
    text(KEY.right + 6, labelY, title, isOurs ? "ours" : "label"),
  ].join("");
}

/** Where labels go so that none covers another, each as near to its own place as that allows. */
export function spreadLabels(places: readonly number[]): number[] {
  const order = [...places.keys()].sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const spread: number[] = [];
  let free = PLOT.top;
  for (const [rank, index] of order.entries()) {
    const below = order.length - 1 - rank;
    const latest = PLOT.bottom - below * LABEL_HEIGHT;
    const at = Math.max(free, Math.min((places[index] ?? 0) + 4, latest));
    spread[index] = at;
    free = at + LABEL_HEIGHT;
  }
  return spread;
}

function logScale(from: number, to: number, start: number, end: number) {
  const span = Math.log(to / from) || 1;
  return (value: number) => start + (Math.log(value / from) / span) * (end - start);
}

/** The powers of ten that numbers lie between. */
export function powersAround(numbers: readonly number[]): number[] {
  const low = Math.floor(Math.log10(Math.min(...numbers)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...numbers))));
  return Array.from({ length: high - low + 1 }, (_, step) => Number(`1e${low + step}`));
}

function text(x: number, y: number, content: string, kind: string, anchor = "start"): string {
  return `<text x="${round(x)}" y="${round(y)}" class="${kind}" text-anchor="${anchor}">${escapeXml(content)}</text>`;
}

function escapeXml(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
