/** `rxmembersim.formulary`: what the pharmacy benefit covers, in which tier, at which cost. */
import type { ColumnType, PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { boolean, integer, smallint, text } from '../../terms.ts';
import { planListed } from '../table.ts';
import type { PharmacyBenefits } from './benefit.ts';

export const quantityType: ColumnType = { kind: 'decimal', precision: 12, scale: 4 };
/** Units of a whole fill. */
export const filledType: ColumnType = { kind: 'decimal', precision: 12, scale: 2 };

export function formularyTable({ knowledge }: PlanContext, benefits: PharmacyBenefits): PlannedTable {
  const medications = new Map(knowledge.medications.map((one) => [one.name, one]));
  const { formulary } = benefits.knowledge;
  const columns = [
    { name: 'formulary_id', type: integer, comment: 'Number of the entry, made from the name of the medicine.' },
    { name: 'drug', type: benefits.drugType, comment: 'What expressions call the medicine.', isLabel: true as const },
    { name: 'rxnorm', type: text, comment: 'RxNorm concept of the ingredient.' },
    { name: 'display', type: text, comment: 'Name of the ingredient.' },
    { name: 'tier', type: smallint, comment: 'Tier of cost sharing; 1 costs members least.' },
    { name: 'brand', type: boolean, comment: 'Sold under its brand only; generic otherwise.' },
    { name: 'covered', type: boolean, comment: 'Whether the plan pays for it at all.' },
    { name: 'prior_authorization', type: boolean, comment: 'Whether the plan asks for an authorization before.' },
    {
      name: 'step',
      type: text,
      nullable: true,
      comment: 'Medicines of which one must have been ordered before, separated by semicolons; empty where none must.',
    },
    { name: 'unit', type: text, comment: 'What quantities count.' },
    { name: 'units_per_day', type: quantityType, comment: 'Units taken on one day.' },
    {
      name: 'quantity_limit',
      type: quantityType,
      nullable: true,
      comment: 'Units that one fill may hold; empty where there is no limit.',
    },
    { name: 'unit_cost', type: quantityType, comment: 'US dollars a unit.' },
  ];
  return planListed({
    schema: 'rxmembersim',
    name: 'formulary',
    comment: 'The medicines of the pharmacy benefit, one list for all plans.',
    fill: 'reference',
    columns,
    rows: formulary.map((one) => [
      benefits.keys.get(one.drug) ?? 0,
      one.drug,
      medications.get(one.drug)?.code ?? '',
      medications.get(one.drug)?.display ?? '',
      one.tier,
      one.brand,
      one.covered,
      one.priorAuthorization,
      one.step.length === 0 ? null : one.step.join('; '),
      one.unit,
      one.unitsPerDay,
      one.quantityLimit ?? null,
      one.unitCost,
    ]),
    primaryKey: ['formulary_id'],
    origins: formulary.map(({ at }) => at),
  });
}
