/** The journeys that people of a profile take: names, or `{ journey, probability, start }`. */
import type { DataNode, JourneyUse } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readStart } from '../journey-start.ts';
import { readGiven } from '../parameters.ts';
import { readProbability } from '../probability.ts';
import { createReader } from '../reader.ts';
import { itemsOf, readText } from '../scalars.ts';

export function readJourneyUses(node: DataNode, context: Context): readonly JourneyUse[] {
  const uses: JourneyUse[] = [];
  for (const item of itemsOf(node)) {
    const use = readJourneyUse(item, context);
    if (use === undefined) continue;
    if (uses.some(({ journey }) => journey === use.journey)) {
      context.problems.report('normalize-duplicate', { what: 'journey', name: use.journey }, use.at);
    } else uses.push(use);
  }
  return uses;
}

function readJourneyUse(item: DataNode, context: Context): JourneyUse | undefined {
  const { problems } = context;
  if (item.kind !== 'map') {
    const journey = readText(item, 'A journey', problems);
    return journey === undefined ? undefined : { journey, probability: undefined, start: undefined, at: item.at };
  }
  const reader = createReader(item, 'a journey of the profile', problems);
  const name = reader.need('journey', 'name');
  const journey = name && readText(name, 'A journey', problems);
  const share = reader.take('probability', 'prevalence');
  const probability = share && readProbability(share, 'The probability of a journey', context);
  const startNode = reader.take('start');
  const start = startNode && readStart(startNode, context);
  const givenNode = reader.take('parameters');
  const parameters = givenNode === undefined ? [] : readGiven(givenNode, problems);
  reader.finish();
  if (journey === undefined || (share !== undefined && probability === undefined)) return undefined;
  return { journey, probability, start, ...(parameters.length === 0 ? {} : { parameters }), at: item.at };
}
