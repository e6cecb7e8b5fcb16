/** At how many visits what is prescribed, held against the shares of what these are for: of visits that are over and that people survived. */
import type { Declaration, Relation } from '../../../model/index.ts';
import { leftJoin } from '../../endings.ts';
import { eventKeyOf } from '../../keys.ts';
import { conditionCodes } from '../../tables/condition-codes.ts';
import { isEncounter } from '../../tables/happened.ts';
import { medicationOrders } from '../../tables/medication-orders.ts';
import { reasonsOfEach } from '../../tables/reasons/drawn.ts';
import { visitChances } from '../../tables/visit-chances.ts';
import { withheldOf } from '../../tables/withheld-orders.ts';
import { prescribingEvents } from '../../tables/visit-prescriptions.ts';
import {
  boolean,
  call,
  cast,
  column,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  table,
  text,
  when,
} from '../../terms.ts';
import { targetOfEach } from '../declarations.ts';
import { rowsOfMany } from './records.ts';
import type { Records } from './records.ts';

export function declaredOfVisitPrescriptions(records: Records): readonly Declaration[] {
  const { context, timeline, has } = records;
  const prescribing = prescribingEvents(context, timeline).filter(({ event }) => isEncounter(event));
  const codes = conditionCodes(context, timeline);
  if (prescribing.length === 0 || codes === undefined || !has('patientsim', 'medication_requests')) return [];
  const { cells, ofAge } = visitChances(prescribing, reasonsOfEach(context, timeline, timeline.events), codes);
  const asked = ofAge(
    joinOn(visitsOf(records), cells, 'event_key', 'reason_code'),
    column('moment'),
    table('core', 'persons'),
  );
  const pairs = prescribing.flatMap(({ list, rows }) =>
    rows.map(({ prescription, at }) => ({ list, prescription: prescription.value, at })),
  );
  const distinct = [...new Map(pairs.map((one) => [`${one.list} ${one.prescription}`, one])).values()];
  const whom = unlessWithheld(asked, records);
  return records.of(leftJoin(whom, ordersOf(records), 'encounter_id', 'prescription'), (sums) => {
    const share = sums.bind(call('subtract', column('to_share'), column('from_share')));
    return distinct.map(({ list, prescription, at }): Declaration => {
      const holds = sums.bind(
        call('and', call('equal', column('list'), list), call('equal', column('prescription'), prescription)),
      );
      return {
        section: 'visit prescriptions',
        quantity: prescription,
        part: '',
        among: list,
        people: sums.count(holds),
        at,
        measure: 'share',
        holding: sums.count(call('and', holds, call('coalesce', column('ordered'), literal(false)))),
        target: targetOfEach(share, sums, { among: { words: list, holds } }),
        quota: false,
      };
    });
  });
}

function visitsOf({ context }: Records): Relation {
  const [start, end] = [column('start_time'), column('end_time')];
  const deaths = project(table('core', 'persons'), [keep('person_id'), keep('death_date')]);
  const visits = project(rowsOfMany('patientsim', 'encounters', 'encounter_id', context), [
    keep('encounter_id'),
    named('person_id', column('patient_id')),
    named('event_key', cast(eventKeyOf(column('encounter_id')), integer)),
    keep('reason_code'),
    keep('end_time'),
    named('finished', call('equal', cast(column('status'), text), 'finished')),
    named('moment', when(call('equal', call('to_date', start), call('to_date', end)), start, end)),
  ]);
  const survived = call('coalesce', call('less', call('to_date', end), column('death_date')), literal(true));
  return filter(joinOn(visits, deaths, 'person_id'), call('and', column('finished'), survived));
}

/** Without the people beside whose events a medicine is withheld: which of their visits lie near is another matter for each. */
function unlessWithheld(asked: Relation, { context, timeline }: Records): Relation {
  const { atVisits } = medicationOrders(context, timeline);
  const rows = withheldOf(context, timeline).flatMap(({ event, concept }) => {
    const names = atVisits.filter((one) => one.concept === concept).map(({ definition }) => definition.name);
    return [...new Set(names)].map((name) => [event.key, name]);
  });
  if (rows.length === 0) return asked;
  const events: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'prescription', type: text },
    ],
    rows,
  };
  const told = project(rowsOfMany('core', 'timeline', 'timeline_id', context), [
    keep('person_id'),
    named('event_key', cast(eventKeyOf(column('timeline_id')), integer)),
  ]);
  const spared: Relation = {
    kind: 'aggregate',
    input: { kind: 'extend', input: joinOn(told, events, 'event_key'), columns: [named('spares', literal(1))] },
    by: ['person_id', 'prescription'],
    columns: [{ name: 'spared', how: 'min', of: 'spares' }],
  };
  return filter(leftJoin(asked, spared, 'person_id', 'prescription'), call('is_null', column('spared')));
}

/** What was `ordered` at encounters, by the name of the prescription. */
function ordersOf({ context, timeline }: Records): Relation {
  const { atVisits, keys } = medicationOrders(context, timeline);
  const orders = project(table('patientsim', 'medication_requests'), [
    keep('encounter_id'),
    named('order_key', cast(eventKeyOf(column('medication_request_id')), integer)),
  ]);
  const names: Relation = {
    kind: 'values',
    columns: [
      { name: 'order_key', type: integer },
      { name: 'prescription', type: text },
    ],
    rows: atVisits.map(({ path, definition }) => [keys.get(path) ?? 0, definition.name]),
  };
  return project(joinOn(orders, names, 'order_key'), [
    ...['encounter_id', 'prescription'].map(keep),
    named('ordered', literal(true, boolean)),
  ]);
}
