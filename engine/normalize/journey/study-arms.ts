/** The arms of a study: their part of the randomized, what they are given, which adverse events they have how often. */
import type { ArmAdverseEvent, DataNode, StudyArm, StudyTreatment } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { createReader, readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { itemsOf, readInteger, readNumberWhere, readPositive, readText } from '../scalars.ts';
import { findTerm } from './adverse-terms.ts';
import { reportTwice } from './twice.ts';
import { hasFailed } from '../problems.ts';

interface WrittenArm {
  readonly node: DataNode;
  /** The key of a map of arms. */
  readonly key: string | undefined;
}

export function readArms(node: DataNode, context: Context): readonly StudyArm[] | undefined {
  const written: readonly WrittenArm[] =
    node.kind === 'map'
      ? node.entries.map(({ key, value }) => ({ node: value, key }))
      : itemsOf(node).map((item) => ({ node: item, key: undefined }));
  const arms = written.flatMap((one) => readArm(one, context) ?? []);
  const codes = arms.map(({ code, at }) => ({ value: code, at }));
  reportTwice('arm', codes, context.problems);
  const total = arms.reduce((sum, { allocation }) => sum + allocation, 0);
  return arms.length < written.length || total <= 0
    ? undefined
    : arms.map((arm) => ({ ...arm, allocation: arm.allocation / total }));
}

/** SDTM ARMCD has at most twenty characters. */
const CODE = /^[A-Z][A-Z0-9_]{0,19}$/;

function readArm({ node, key }: WrittenArm, context: Context): StudyArm | undefined {
  const { problems } = context;
  const reader = readerOf(node, 'an arm', problems);
  if (reader === undefined) return undefined;
  const before = problems.found.length;
  const codeNode = key === undefined ? reader.need('code') : reader.take('code');
  const code = codeNode ? readText(codeNode, 'The code of an arm', problems) : key;
  if (code !== undefined && !CODE.test(code)) {
    const expected = 'up to 20 capital letters, digits and underscores';
    problems.report('normalize-value-range', { what: 'The code of an arm', value: code, expected }, node.at);
  }
  const nameNode = reader.take('name');
  const name = nameNode && readText(nameNode, 'The name of an arm', problems);
  const allocationNode = reader.take('allocation');
  const allocation = allocationNode ? readPositive(allocationNode, 'The allocation of an arm', problems) : 1;
  const treatmentsNode = reader.take('treatments');
  const treatments = treatmentsNode
    ? itemsOf(treatmentsNode).flatMap((item) => readTreatment(item, context) ?? [])
    : [];
  const names = treatments.map((one) => ({ value: one.name, at: one.at }));
  reportTwice('treatment', names, problems);
  const adverseEvents = readShares(reader, context);
  reader.finish();
  if (hasFailed(problems, before) || code === undefined || allocation === undefined) return undefined;
  return { code, title: name ?? code, allocation, treatments, adverseEvents, at: node.at };
}

function readTreatment(node: DataNode, { problems }: Context): StudyTreatment | undefined {
  const reader = readerOf(node, 'a treatment', problems);
  if (reader === undefined) return undefined;
  const before = problems.found.length;
  const [nameNode, doseNode, unitNode] = [reader.need('treatment', 'name'), reader.need('dose'), reader.need('unit')];
  const [routeNode, frequencyNode, daysNode] = ['route', 'frequency', 'days'].map((key) => reader.take(key));
  const levelsNode = reader.take('levels', 'dose_levels');
  reader.finish();
  const name = nameNode && readText(nameNode, 'The name of a treatment', problems);
  const dose = doseNode && readNumberWhere(doseNode, DOSE, problems);
  const unit = unitNode && readText(unitNode, 'The unit of a dose', problems);
  const route = routeNode && readText(routeNode, 'The route of a treatment', problems);
  const frequency = frequencyNode && readText(frequencyNode, 'The frequency of a treatment', problems);
  const days = daysNode ? readInteger(daysNode, { what: '`days`', min: 1, max: 366 }, problems) : 1;
  const levels = levelsNode && dose !== undefined ? readLevels(levelsNode, dose, problems) : undefined;
  if (hasFailed(problems, before)) return undefined;
  if (name === undefined || dose === undefined || unit === undefined || days === undefined) return undefined;
  return { name, dose, unit, route, frequency, days, ...(levels === undefined ? {} : { levels }), at: node.at };
}

/** As finely as doses stand in the tables. */
const DECIMALS = 3;
const DOSE = {
  what: 'A dose',
  expected: `0 to a million with at most ${DECIMALS} decimals`,
  holds: (value: number): boolean => value >= 0 && value < 1_000_000 && isFine(value),
};

function isFine(dose: number): boolean {
  return dose === Number(dose.toFixed(DECIMALS));
}

/** Each below the one before, the first below the dose; one that begins with the dose itself says it again. */
function readLevels(node: DataNode, dose: number, problems: Context['problems']): readonly number[] {
  let above = dose;
  return itemsOf(node).flatMap((item, at) => {
    const holds = (value: number): boolean =>
      (value > 0 && value < above && isFine(value)) || (at === 0 && value === dose);
    const expected = `above 0, of at most ${DECIMALS} decimals, and below ${above}`;
    const level = readNumberWhere(item, { what: 'A level of a dose', expected, holds }, problems);
    if (level === undefined || level === above) return [];
    above = level;
    return [level];
  });
}

function readShares(reader: Reader, context: Context): readonly ArmAdverseEvent[] {
  const { problems } = context;
  const node = reader.take('adverse_events');
  if (node === undefined || node.kind !== 'map') {
    if (node !== undefined) readerOf(node, 'adverse events by term', problems);
    return [];
  }
  const keys = node.entries.map(({ key, keyAt }) => ({ value: key, at: keyAt }));
  reportTwice('adverse event', keys, problems);
  return node.entries.flatMap(({ key, keyAt, value }) => {
    const term = findTerm({ value: key, at: keyAt }, context);
    const read = readAdverseEvent(value, context);
    return term === undefined || read === undefined ? [] : [{ term, ...read, at: keyAt }];
  });
}

/** A share, or `{ share, grades }`. */
function readAdverseEvent(node: DataNode, context: Context): Pick<ArmAdverseEvent, 'share' | 'grades'> | undefined {
  const { problems } = context;
  if (node.kind !== 'map') {
    const share = shareOf(node, context);
    return share === undefined ? undefined : { share, grades: undefined };
  }
  const reader = createReader(node, 'an adverse event of an arm', problems);
  const [shareNode, gradesNode] = [reader.need('share'), reader.take('grades')];
  reader.finish();
  const share = shareNode && shareOf(shareNode, context);
  const grades = gradesNode && readGrades(gradesNode, context);
  return share === undefined || (gradesNode && grades === undefined) ? undefined : { share, grades };
}

function shareOf(node: DataNode, { problems }: Context): number | undefined {
  const holds = (one: number): boolean => one >= 0 && one <= 1;
  return readNumberWhere(node, { what: 'The share of an adverse event', expected: 'from 0 to 1', holds }, problems);
}

const GRADES = 4;

function readGrades(node: DataNode, { problems }: Context): readonly number[] | undefined {
  const weights = itemsOf(node).map((item) => readNumberWhere(item, GRADE_WEIGHT, problems));
  const total = weights.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  if (weights.some((one) => one === undefined)) return undefined;
  if (weights.length === GRADES && total > 0) return weights.map((one) => (one ?? 0) / total);
  const found = `${weights.length} numbers`;
  return problems.report(
    'normalize-value-kind',
    { what: '`grades`', expected: 'the shares of grades 1 to 4', found },
    node.at,
  );
}

const GRADE_WEIGHT = { what: 'The share of a grade', expected: '0 or more', holds: (one: number): boolean => one >= 0 };
