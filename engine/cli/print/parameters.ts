/** What of a skill may be set, and to which values. */
import type { ParameterDefinition } from '../../model/index.ts';
import { wordsForParameter } from '../../trees/index.ts';
import { fitColumns, formatTable } from './table.ts';

export function parameterOf({ at: _at, ...parameter }: ParameterDefinition): Omit<ParameterDefinition, 'at'> {
  return parameter;
}

export function formatParameters(parameters: readonly ParameterDefinition[], width: number): string {
  const columns = ['parameter', 'default', 'may be', 'description'].map((title) => ({ title }));
  const rows = parameters.map((one) => [one.name, String(one.value), wordsForParameter(one), one.description ?? '']);
  return formatTable(fitColumns(columns, rows, width), rows);
}
