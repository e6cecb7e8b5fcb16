/** How severe a condition is, in the words of the profile. */
import type { ColumnType } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { text } from '../terms.ts';

export function severityType({ cohort }: PlanContext): ColumnType {
  const hasSeverity = cohort.profile.conditions.some(({ severity }) => severity !== undefined);
  return hasSeverity ? { kind: 'enumeration', schema: 'patientsim', name: 'condition_severity' } : text;
}
