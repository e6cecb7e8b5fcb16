/** Which stays lead back into hospital, and after what time: by the payer, the class, the way out and the age, and two draws a stay. */
import type { ReadmissionShare, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import type { PlannedEvent } from './planned-event.ts';
import { classOf } from './stay-lengths.ts';
import { call, cast, column, double, drawBy, integer, isOneOf, literal, text } from './terms.ts';

/** The columns of a stay that hold its streams. */
export const READMITTED = 'readmitted';
export const RETURN = 'return';

export function readmissionStreams({ path }: PlannedEvent): readonly [readmitted: string, after: string] {
  return [`${path}/readmitted`, `${path}/return`];
}

/** Rows of some events before those of any; of any payer only for what its own has no rows about. */
export function readmissionShares({ cohort, knowledge }: PlanContext): readonly ReadmissionShare[] {
  const payer = cohort.profile.coverage?.payer.value;
  const all = knowledge.chart?.readmissions ?? [];
  const own = all.filter((one) => one.payer !== undefined && one.payer === payer);
  const about = ({ events }: ReadmissionShare): string => events.join(' ');
  const general = all.filter((one) => one.payer === undefined && !own.some((other) => about(other) === about(one)));
  return [...own, ...general].toSorted((one, other) => Math.sign(other.events.length) - Math.sign(one.events.length));
}

/** Over the columns `event_key`, `class`, `age` and `disposition` of these stays: whether one leads back. */
export function isReadmitted(stays: readonly PlannedEvent[], context: PlanContext): Term {
  const share = byStay(stays, context, (one) => literal(one.share, double));
  return call('less', drawBy(READMITTED), call('coalesce', share, literal(0, double)));
}

/** Minutes from the end of the stay to the return. */
export function minutesToReturn(stays: readonly PlannedEvent[], context: PlanContext): Term {
  const uniform = drawBy(RETURN);
  return byStay(stays, context, ({ minutes }) => ({ kind: 'sample', distribution: minutes, uniform, type: integer }));
}

function byStay(stays: readonly PlannedEvent[], context: PlanContext, value: (one: ReadmissionShare) => Term): Term {
  const isOfAge = ({ min, max }: ReadmissionShare['ages']): Term =>
    call('and', call('less_or_equal', min, column('age')), call('less_or_equal', column('age'), max));
  return byRow(stays, readmissionShares(context), { isOfAge, value });
}

/** The value of the first of these rows that is about the stay; nothing where none is. */
export function byRow(
  stays: readonly PlannedEvent[],
  rows: readonly ReadmissionShare[],
  {
    isOfAge,
    value,
  }: { readonly isOfAge: (ages: ReadmissionShare['ages']) => Term; readonly value: (one: ReadmissionShare) => Term },
): Term {
  const branches = rows.flatMap((one) => {
    const own = stays.filter((stay) => isAbout(one, stay));
    if (own.length === 0) return [];
    const isOf = call(
      'and',
      isOfAge(one.ages),
      ...(own.length < stays.length
        ? [
            isOneOf(
              'event_key',
              own.map(({ key }) => key),
            ),
          ]
        : []),
      ...(one.dispositions.length === 0 ? [] : [wentBy(one.dispositions)]),
    );
    return [{ when: isOf, then: value(one) }];
  });
  return { kind: 'case', branches, otherwise: literal(null) };
}

/** Whether the row can be about it. */
export function isAbout({ classes, events }: ReadmissionShare, stay: PlannedEvent): boolean {
  const { name } = stay.use.definition;
  return classes.includes(classOf(stay)) && (events.length === 0 || events.includes(name));
}

function wentBy(dispositions: readonly string[]): Term {
  const went = cast(column('disposition'), text);
  return call('or', ...dispositions.map((way) => call('equal', went, literal(way, text))), literal(false));
}
