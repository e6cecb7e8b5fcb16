/** Draws about claims: one stream for each thing that is drawn, in which every claim of a person has a place of its own. */
import type { Term } from '../../../model/index.ts';
import { bigint, call, cast, column } from '../../terms.ts';

/** Claims of one event that draw apart; further ones share draws with another event's, which nobody can see. */
const APART = 64;

/** The place of a claim among those of its person, from its key and occurrence. */
export function drawKey(): Term {
  return call('add', call('multiply', cast(column('claim_key'), bigint), APART), column('occurrence'));
}

export function drawOfClaim(what: string): Term {
  return {
    kind: 'draw',
    stream: { kind: 'named', name: `membersim/claims/${what}` },
    person: column('person_id'),
    occurrence: column('draw_key'),
  };
}
