/** Rows about stays in hospital to concepts: groups that are paid by, and the charges that make up a stay. */
import type { ClaimKnowledge, DrgConcept, StayLine } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { codesOf, forReasons, shaped } from '../knowledge/index.ts';
import type { ReferenceTables, TableRow } from '../knowledge/index.ts';
import { above, known, REVENUE_CODE, share } from './cells.ts';

export function readStays(tables: ReferenceTables, context: Context): Pick<ClaimKnowledge, 'drgs' | 'stayLines'> {
  return {
    drgs: tables.concepts(
      'drgs',
      (row) => readDrg(row, context),
      ({ drg, events }) => forReasons(drg, events),
    ),
    stayLines: tables.concepts('stay_lines', readStayLine, ({ revenueCode }) => revenueCode),
  };
}

function readDrg(row: TableRow, context: Context): DrgConcept {
  const { problems, knowledge } = context;
  const events = { kind: 'event', known: knowledge.events.map(({ name }) => name) };
  const drg = row.text('drg');
  if (drg !== '' && !/^\d{3}$/.test(drg)) row.refuse('drg', 'three digits');
  return {
    drg,
    title: row.text('title'),
    weight: above(row, 'weight'),
    conditions: codesOf(row, 'conditions', problems),
    events: row.list('events').map((name) => known(row, 'events', { ...events, name }, context)),
    surgical: row.cell('surgical').value === '' ? undefined : row.flag('surgical'),
    share: above(row, 'share'),
    at: row.at,
  };
}

function readStayLine(row: TableRow): StayLine {
  const per = row.cell('per').value || 'stay';
  if (per !== 'stay' && per !== 'day') row.refuse('per', '`stay` or `day`');
  return {
    perDay: per === 'day',
    revenueCode: shaped(row, 'revenue_code', REVENUE_CODE),
    service: row.text('service'),
    medical: share(row, 'medical'),
    surgical: share(row, 'surgical'),
    at: row.at,
  };
}
