/** The `study` of a journey: what a trial compares in whom, in any accepted spelling, in its canonical form. */
import type { DataNode, DoseRule, Located, Study } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { itemsOf, plainWord, readInteger, readText } from '../scalars.ts';
import { readTerm } from './adverse-terms.ts';
import { readDoseChange } from './dosing.ts';
import { readDropout, readShare } from './dropout.ts';
import { readRandomization } from './randomization.ts';
import { readArms } from './study-arms.ts';
import { hasFailed } from '../problems.ts';

interface Titled {
  readonly node: DataNode;
  /** Those of the journey, where the study has none. */
  readonly id: string;
  readonly title: string;
}

export function readStudy({ node, id, title }: Titled, context: Context): Study | undefined {
  const { problems } = context;
  const reader = readerOf(node, 'a study', problems);
  if (reader === undefined) return undefined;
  const before = problems.found.length;
  const text = (what: string, ...keys: readonly string[]): string | undefined => {
    const found = reader.take(...keys);
    return found && readText(found, what, problems);
  };
  const ownId = readId(reader.take('id', 'study_id', 'protocol_id'), context);
  const own = text('The title of a study', 'title', 'name');
  const phase = readPhase(reader.need('phase'), context);
  const [indicationNode, sponsorNode] = [reader.need('indication'), reader.need('sponsor')];
  const indication = indicationNode && readText(indicationNode, 'The indication of a study', problems);
  const sponsor = sponsorNode && readText(sponsorNode, 'The sponsor of a study', problems);
  const masking = text('The masking of a study', 'masking', 'blinding');
  const sites = readSites(reader, context);
  const armsNode = reader.need('arms');
  const arms = armsNode && readArms(armsNode, context);
  const screeningFailure = readScreening(reader, context);
  const randomizationNode = reader.take('randomization');
  const randomization = randomizationNode && readRandomization(randomizationNode, arms ?? [], context);
  const dropoutNode = reader.take('dropout');
  const dropout = dropoutNode && readDropout(dropoutNode, context);
  const rulesNode = reader.take('dose_modifications');
  const treatments = arms?.flatMap((arm) => arm.treatments.map(({ name }) => name));
  const doseRules = rulesNode ? itemsOf(rulesNode).flatMap((item) => readRule(item, treatments, context) ?? []) : [];
  reader.finish();
  if (hasFailed(problems, before) || phase === undefined || arms === undefined) return undefined;
  if (indication === undefined || sponsor === undefined) return undefined;
  const named = { id: ownId ?? id.toUpperCase(), title: own ?? title, phase, indication, sponsor, masking };
  const listed = randomization === undefined ? {} : { randomization };
  return { ...named, sites, arms, screeningFailure, ...listed, dropout, doseRules, at: node.at };
}

function readId(node: DataNode | undefined, { problems }: Context): string | undefined {
  const text = node && readText(node, 'The identifier of a study', problems);
  if (node === undefined || text === undefined || /^[A-Z0-9][A-Z0-9-]{0,31}$/.test(text)) return text;
  const expected = 'up to 32 capital letters, digits and hyphens';
  return problems.report(
    'normalize-value-range',
    { what: 'The identifier of a study', value: text, expected },
    node.at,
  );
}

const ROMAN: Readonly<Record<string, string>> = { i: '1', ii: '2', iii: '3', iv: '4' };

/** `3`, `Phase 3`, `III` and `phase_2/3` say what they say. */
function readPhase(node: DataNode | undefined, { problems }: Context): string | undefined {
  const text = node && readText(node, 'The phase of a study', problems);
  if (node === undefined || text === undefined) return undefined;
  const parts = plainWord(text)
    .replace(/^phase_?/, '')
    .split('/');
  const numbers = parts.map((part) => ROMAN[part] ?? part);
  if (numbers.length <= 2 && numbers.every((part) => /^[1-4]$/.test(part))) return numbers.join('/');
  const found = { what: 'The phase of a study', value: text, expected: '1 to 4, or two of them as `2/3`' };
  return problems.report('normalize-value-range', found, node.at);
}

function readSites(reader: Reader, { problems }: Context): Located<number> {
  const node = reader.take('sites');
  const count = node && readInteger(node, { what: '`sites`', min: 1, max: 999 }, problems);
  return { value: count ?? 1, at: node?.at ?? reader.at };
}

function readScreening(reader: Reader, context: Context): Located<number> | undefined {
  const node = reader.take('screening_failure', 'screen_failure', 'screen_failure_rate');
  const share = node && readShare(node, 'The share of screening failures', context);
  return node && share !== undefined ? { value: share, at: node.at } : undefined;
}

function readRule(node: DataNode, treatments: readonly string[] | undefined, context: Context): DoseRule | undefined {
  const { problems } = context;
  const reader = readerOf(node, 'a rule for doses', problems);
  if (reader === undefined) return undefined;
  const [termNode, gradeNode] = [reader.take('adverse_event'), reader.need('grade')];
  const term = termNode && readTerm(termNode, context);
  const grade = gradeNode && readInteger(gradeNode, { what: '`grade`', min: 1, max: 4 }, problems);
  const change = readDoseChange(reader, { treatments, within: 'a rule for doses' }, context);
  reader.finish();
  if (grade === undefined || change === undefined || (termNode && term === undefined)) return undefined;
  return { term, grade, change, at: node.at };
}
