/** `patientsim.conditions`: what the profile gives people and what events diagnose, one row a patient and code. */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { lastDay, leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, column, date, integer, joinOn, literal, named, when } from '../../terms.ts';
import { planTable } from '../table.ts';
import { conditionCodes } from '../condition-codes.ts';
import { diagnoses, problemCodes } from '../diagnoses.ts';
import { problemsOf } from '../problems.ts';
import { severityType } from '../severities.ts';
import { originsOf, patient } from './events.ts';
import { overOn } from '../courses.ts';

export function conditionsTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const codes = conditionCodes(context, timeline);
  const problems = problemsOf(context, timeline);
  if (codes === undefined || problems === undefined) return [];
  const { conditions } = context.cohort.profile;
  const diagnosed = diagnoses(context, timeline);
  const severities = severityType(context);
  const hasSeverity = severities.kind === 'enumeration';
  const keys = nameKeys(problemCodes(context, timeline));
  const statuses = context.enumerations.define('patientsim', 'condition_clinical_status', ['active', 'resolved']);
  const words = (word: string): Term => literal(word, statuses);
  const key: Relation = {
    kind: 'values',
    columns: [
      { name: 'code', type: codes },
      { name: 'code_key', type: integer },
    ],
    rows: [...keys].map(([code, number]) => [code, number]),
  };
  return [
    planTable({
      schema: 'patientsim',
      name: 'conditions',
      comment: 'Problems of a patient: one row a patient and code.',
      fill: 'person',
      from: withAbatement(joinOn(problems, key, 'code'), codes, { context, timeline }),
      primaryKey: ['condition_id'],
      origins: [...conditions.map(({ at }) => at), ...originsOf(diagnosed.map(({ event }) => event))],
      columns: [
        {
          name: 'condition_id',
          type: bigint,
          term: rowKey(column('code_key')),
          comment: 'Person and code as one number.',
        },
        patient,
        { name: 'code', type: codes, term: column('code'), comment: 'ICD-10-CM code.' },
        ...(hasSeverity
          ? [
              {
                name: 'severity',
                type: severities,
                term: column('severity'),
                nullable: true,
                comment: 'Severity, in the words of the profile.',
              },
            ]
          : []),
        {
          name: 'onset_date',
          type: date,
          term: column('onset'),
          comment:
            'Day of the diagnosis on the timeline; else a day within the ten years before as_of, by the first visit for it at the latest.',
        },
        {
          name: 'abatement_date',
          type: date,
          term: column('abated'),
          nullable: true,
          comment: 'Day on which an acute condition was over, by its course in the skills; empty while active.',
        },
        {
          name: 'clinical_status',
          type: statuses,
          term: when(call('is_null', column('abated')), words('active'), words('resolved')),
          comment: 'FHIR clinical status.',
        },
      ],
    }),
  ];
}

/** With `abated`: the day on which what is acute was over, where that day has come. */
function withAbatement(
  problems: Relation,
  type: ColumnType,
  { context, timeline }: { readonly context: PlanContext; readonly timeline: Timeline },
): Relation {
  const over = overOn(problemCodes(context, timeline), type, context);
  if (over === undefined) return { kind: 'extend', input: problems, columns: [named('abated', literal(null, date))] };
  const { endsPeople } = timeline;
  const living = endsPeople ? leftJoin(problems, PERSON_ENDINGS, 'person_id') : problems;
  const last = lastDay(context, endsPeople);
  return {
    kind: 'extend',
    input: { kind: 'extend', input: living, columns: [named('over', over)] },
    columns: [named('abated', when(call('less_or_equal', column('over'), last), column('over'), literal(null, date)))],
  };
}
