/**
 * What the skills say that hold more than profiles, journeys and cohorts: reference tables, named distributions, defaults, events,
 * phrases. Reference data come first, then what names them.
 */
import type { Defaults, NamedDistribution, PhraseDefinition, Skill } from '../model/index.ts';
import { readClaims } from './claims/index.ts';
import type { Reference } from './context.ts';
import { readDefaults } from './defaults.ts';
import { readCatalogue } from './journey/index.ts';
import type { Catalogue } from './journey/index.ts';
import {
  checkMeasures,
  checkPrescribed,
  checkReasonEvents,
  checkSourceEvents,
  checkVisitEvents,
  findTables,
  readReference,
  readTables,
} from './knowledge/index.ts';
import { checkDistributions, collectDistributions } from './named-distributions.ts';
import { groundOf, outcomeOf } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';
import { readPhrases } from './phrases.ts';
import type { Problems } from './problems.ts';

/** What every template is read with. */
export interface Known extends Reference {
  readonly distributions: readonly NamedDistribution[];
  readonly defaults: Defaults;
  readonly catalogue: Catalogue;
  readonly phrases: readonly PhraseDefinition[];
}

let last: (Outcome<Known> & { readonly ground: string }) | undefined;

/** In a tree that is read again after an edit of a template this is what it was. */
export function readKnowing(skills: readonly Skill[], problems: Problems): Known {
  const ground = groundOf(skills);
  if (last?.ground !== ground) last = { ground, ...outcomeOf((own) => read(skills, own)) };
  problems.adopt(last.found);
  return last.made;
}

function read(skills: readonly Skill[], problems: Problems): Known {
  const found = findTables(skills, problems);
  const tables = readTables(found, problems);
  const base = readReference(found, problems);
  const distributions = collectDistributions(skills, problems);
  const defaults = readDefaults(skills, base, problems);
  const catalogue = readCatalogue(skills, { ...base, problems, distributions, defaults });
  const events = [...catalogue.entries.values()].map(({ definition }) => definition);
  const knowledge = { ...base.knowledge, events };
  const claims = readClaims(tables, { ...base, knowledge, problems, distributions, defaults });
  const reference = { ...base, knowledge: { ...knowledge, claims } };
  const { chart, measures = [], network, reasons } = base.knowledge;
  checkMeasures(measures, events, problems);
  if (network !== undefined) checkVisitEvents(network, events, problems);
  if (chart !== undefined) checkSourceEvents(chart, events, problems);
  if (reasons !== undefined) {
    checkReasonEvents(reasons, events, problems);
    checkPrescribed(reasons, events, problems);
  }
  checkDistributions({ ...reference, problems, distributions, defaults });
  const names = events.map(({ name }) => name);
  return { ...reference, distributions, defaults, catalogue, phrases: readPhrases(skills, names, problems) };
}
