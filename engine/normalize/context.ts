/** What a reader of specifications needs besides the specification: where to report, and what the tree knows. */
import type {
  Defaults,
  Knowledge,
  NamedDistribution,
  PayerConcept,
  RegionConcept,
  Scalar,
  StateConcept,
  UnitConcept,
} from '../model/index.ts';
import type { RequestSettings } from './parameters.ts';
import type { Problems } from './problems.ts';

/** What the reference skills say. */
export interface Reference {
  readonly knowledge: Knowledge;
  readonly payers: readonly PayerConcept[];
  readonly states: readonly StateConcept[];
  readonly regions: readonly RegionConcept[];
  readonly units: readonly UnitConcept[];
}

export interface Context extends Reference {
  readonly problems: Problems;
  readonly distributions: readonly NamedDistribution[];
  readonly defaults: Defaults;
  /** The day on which values hold, where one is known: `YYYY-MM-DD`. */
  readonly asOf?: string;
  /** Of the template that is read, for its expressions. */
  readonly parameters?: ReadonlyMap<string, Scalar>;
  /** What a request sets, for every template that declares it. */
  readonly settings?: RequestSettings;
  /** Values hold at moments of a journey, which can ask for their month and weekday. */
  readonly isInTime?: true;
}
