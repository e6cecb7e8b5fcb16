/** What of a skill may be set, and to which values. */
import type { ParameterDefinition } from '../../model/index.ts';
import { wordsForParameter } from '../../trees/index.ts';
import { formatTable } from './table.ts';

export function parameterOf({ at: _at, ...parameter }: ParameterDefinition): Omit<ParameterDefinition, 'at'> {
  return parameter;
}

export function formatParameters(parameters: readonly ParameterDefinition[]): string {
  const columns = ['parameter', 'default', 'may be', 'description'].map((title) => ({ title }));
  return formatTable(
    columns,
    parameters.map((one) => [one.name, String(one.value), wordsForParameter(one), one.description ?? '']),
  );
}
