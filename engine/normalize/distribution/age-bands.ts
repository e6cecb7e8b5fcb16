/** Bands of whole years with their shares, both ends inside: `0-17`, `65+` below a `max`, or `{ min, max, weight }`. */
import type { Band, DataNode, Distribution, SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import type { Reader } from '../reader.ts';
import { readerOf } from '../reader.ts';
import { readInteger } from '../scalars.ts';
import { readWeight, sharesOf } from './weights.ts';

const OLDEST = 120;

interface PlacedBand extends Band {
  readonly at: SourceRange;
}

export function readAgeBands(reader: Reader, what: string, context: Context): Distribution | undefined {
  const { problems } = context;
  const max = reader.take('max');
  const top = max && readInteger(max, { what: `The \`max\` of ${what}`, min: 0, max: OLDEST }, problems);
  const node = reader.need('bands', 'weights', 'histogram');
  const found = node && bandsOf(node, { what, top }, context);
  const bands = found?.filter((band) => band !== undefined).toSorted((one, other) => one.from - other.from);
  if (node === undefined || bands === undefined || bands.length === 0 || bands.length < (found?.length ?? 0))
    return undefined;
  const shares = sharesOf(bands, ({ from, to }) => `${from}-${to}`, node.at, problems);
  if (shares === undefined || !areApart(bands, what, context)) return undefined;
  const weighted = bands.map(({ from, to }, index) => ({ from, to, weight: shares[index] ?? 0 }));
  return { kind: 'age_bands', bands: weighted.filter(({ weight }) => weight > 0), at: reader.at };
}

interface Setting {
  readonly what: string;
  /** The end of a band that has none. */
  readonly top: number | undefined;
}

function bandsOf(node: DataNode, setting: Setting, context: Context): readonly (PlacedBand | undefined)[] {
  if (node.kind === 'list') return node.items.map((item) => bandOfMap(item, setting, context));
  if (node.kind === 'map') {
    return node.entries.map(({ key, keyAt, value }) => {
      const range = rangeOfText(key, keyAt, setting, context);
      const weight = readWeight(value, setting.what, context.problems);
      return range && weight !== undefined ? { ...range, weight, at: keyAt } : undefined;
    });
  }
  context.problems.report(
    'normalize-value-kind',
    { what: `The bands of ${setting.what}`, expected: 'a list or a map', found: 'a single value' },
    node.at,
  );
  return [];
}

function bandOfMap(node: DataNode, setting: Setting, context: Context): PlacedBand | undefined {
  const { problems } = context;
  const reader = readerOf(node, `a band of ${setting.what}`, problems);
  if (reader === undefined) return undefined;
  const label = reader.take('band', 'range');
  const range =
    label?.kind === 'scalar'
      ? rangeOfText(String(label.value), label.at, setting, context)
      : rangeOfKeys(reader, setting, context);
  const weightNode = reader.need('weight', 'share');
  const weight = weightNode && readWeight(weightNode, setting.what, problems);
  reader.finish();
  return range && weight !== undefined ? { ...range, weight, at: node.at } : undefined;
}

function rangeOfKeys(
  reader: Reader,
  { what, top }: Setting,
  { problems }: Context,
): Pick<Band, 'from' | 'to'> | undefined {
  const years = { what: `A band of ${what}`, min: 0, max: OLDEST };
  const [low, high] = [reader.need('min', 'from'), reader.take('max', 'to')];
  const from = low && readInteger(low, years, problems);
  const to = high === undefined ? top : readInteger(high, years, problems);
  if (from === undefined) return undefined;
  if (to === undefined)
    return high ? undefined : problems.report('normalize-band-open', { band: `${from}+` }, reader.at);
  return from <= to
    ? { from, to }
    : problems.report('normalize-bounds', { low: from, high: to, what: years.what }, reader.at);
}

function rangeOfText(
  text: string,
  at: SourceRange,
  { what, top }: Setting,
  { problems }: Context,
): Pick<Band, 'from' | 'to'> | undefined {
  const match = /^\s*(\d{1,3})\s*(?:(?:-|–|to)\s*(\d{1,3})|(\+))?\s*$/.exec(text);
  if (match === null) {
    return problems.report(
      'normalize-value-kind',
      { what: `A band of ${what}`, expected: 'like `18-34` or `85+`', found: `\`${text}\`` },
      at,
    );
  }
  const from = Number(match[1]);
  const to = match[3] === '+' ? top : Number(match[2] ?? match[1]);
  if (to === undefined) return problems.report('normalize-band-open', { band: text }, at);
  if (to > OLDEST)
    return problems.report(
      'normalize-value-range',
      { what: `A band of ${what}`, value: to, expected: `at most ${OLDEST}` },
      at,
    );
  return from <= to
    ? { from, to }
    : problems.report('normalize-bounds', { low: from, high: to, what: `A band of ${what}` }, at);
}

/** Of bands in ascending order. */
function areApart(bands: readonly PlacedBand[], what: string, { problems }: Context): boolean {
  const overlap = bands.find((band, index) => index > 0 && band.from <= (bands[index - 1]?.to ?? -1));
  if (overlap === undefined) return true;
  problems.report(
    'normalize-duplicate',
    { what: `age in the bands of ${what}`, name: String(overlap.from) },
    overlap.at,
  );
  return false;
}
