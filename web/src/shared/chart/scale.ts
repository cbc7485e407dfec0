/** Where things stand on a chart: scales that begin at nought and end at a round figure, and lines as SVG paths. */
export type Values = readonly (number | null)[];

export interface Scale {
  top: number;
  /** From nought to the top. */
  ticks: number[];
}

const LINES = 4;
const ROUND = [1, 2, 2.5, 5, 10];

/** `whole`: between two ticks there is at least one. `lines`: so many above nought, to lie on those of another scale. */
export function scaleOf(most: number, whole = false, lines?: number): Scale {
  const rough = (most > 0 ? most : 1) / (lines ?? LINES);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (ROUND.find((one) => one * power >= rough * (1 - 1e-9)) ?? 10);
  const size = whole ? Math.max(1, Math.ceil(step)) : step;
  const count = lines ?? Math.max(1, Math.ceil(most / size - 1e-9));
  return { top: size * count, ticks: Array.from({ length: count + 1 }, (_, index) => Number((size * index).toPrecision(12))) };
}

/** The middle of a column, in hundredths of the width. */
export const middleOf = (index: number, count: number): number => ((index + 0.5) / count) * 100;

type Point = [index: number, value: number];

/** Stretches without a gap. */
function stretches(values: Values): Point[][] {
  const found: Point[][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    if (index === 0 || values[index - 1] === null) found.push([]);
    found.at(-1)?.push([index, value]);
  });
  return found;
}

/** A line in a box of 100 × 100, broken where there is no value; `area`: down to nought on both sides. */
export function pathOf(values: Values, top: number, area = false): string {
  const x = (index: number) => middleOf(index, values.length).toFixed(2);
  const one = (points: Point[]) => {
    const line = points.map(([index, value]) => `${x(index)} ${(100 - (value / top) * 100).toFixed(2)}`).join('L');
    return area ? `M${x(points[0]?.[0] ?? 0)} 100L${line}L${x(points.at(-1)?.[0] ?? 0)} 100Z` : `M${line}`;
  };
  return stretches(values).map(one).join('');
}
