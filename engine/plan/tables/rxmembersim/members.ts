/** `rxmembersim.rx_members`: what stands on a person's pharmacy card, and the pharmacy that they keep. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { bigint, column, integer, literal, money, table, text } from '../../terms.ts';
import { recordNumber } from '../identifiers.ts';
import { withPharmacy } from '../pharmacies/index.ts';
import { person } from '../columns.ts';
import { planTable } from '../table.ts';
import type { PharmacyBenefits } from './benefit.ts';

export function rxMembersTable(context: PlanContext, { knowledge, payer }: PharmacyBenefits): PlannedTable {
  const { products, coverage, at } = context.cohort.profile;
  const card = knowledge.benefits.find((one) => one.payer === payer);
  return planTable({
    schema: 'rxmembersim',
    name: 'rx_members',
    comment: 'One row a person with a pharmacy benefit.',
    fill: 'person',
    everyPerson: true,
    from: withPharmacy(table('scratch', 'population'), context),
    primaryKey: ['rx_member_id'],
    origins: [coverage?.at ?? at, ...(card === undefined ? [] : [card.at])],
    columns: [
      {
        name: 'rx_member_id',
        type: integer,
        term: column('person_id'),
        comment: "Number of the cardholder, the same as the person's.",
      },
      person,
      {
        name: 'cardholder_id',
        type: text,
        term: recordNumber('RXC'),
        comment: 'Cardholder id on the card.',
        isLabel: true,
      },
      {
        name: 'bin',
        type: text,
        term: literal(card?.bin ?? ''),
        comment: 'Bank identification number, 9999 first, which no issuer has.',
      },
      {
        name: 'pcn',
        type: text,
        term: literal(card?.processorControlNumber ?? ''),
        comment: 'Processor control number.',
      },
      { name: 'group_number', type: text, term: literal(card?.group ?? ''), comment: 'Group on the card.' },
      ...(card?.yearlyLimit === undefined
        ? []
        : [
            {
              name: 'yearly_limit',
              type: money,
              term: literal(card.yearlyLimit, money),
              comment: 'US dollars that the member pays for medicines in a calendar year at most.',
            },
          ]),
      {
        name: 'pharmacy_id',
        type: bigint,
        term: column('pharmacy_id'),
        comment: 'The pharmacy that the person keeps, in the place where they live.',
        ...(products.includes('networksim') ? { references: 'networksim.pharmacies' } : {}),
      },
    ],
  });
}
