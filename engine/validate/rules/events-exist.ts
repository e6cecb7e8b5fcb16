/** Events that journeys and phrases name stand in a catalogue, or are defined in the journey itself. */
import { diagnostic, nearest } from '../../diagnostics/index.ts';
import type { DataNode, Located, MapNode } from '../../model/index.ts';
import { entryOf, textAt } from '../locate.ts';
import { readSchema } from '../schema-files.ts';
import { keyOwners } from '../schemas.ts';
import { mayDefine } from './may-define.ts';
import type { Rule, RuleContext } from './rule.ts';
import { entriesOf } from './walk.ts';

export const eventsExist: Rule = {
  name: 'events exist',
  check: (context) => {
    if (mayDefine(context, 'event')) return [];
    const catalogue = catalogueNames(context);
    return specificationsOfKind(context, 'journey', 'phrases').flatMap((data) => {
      const uses = eventUses(data);
      const own = new Set(uses.flatMap(ownName));
      return uses
        .flatMap(referencesOf)
        .filter(({ value }) => !catalogue.has(value) && !own.has(value))
        .map(({ value, at }) =>
          diagnostic(
            'validate-reference-unknown',
            { what: 'event', name: value, known: [...catalogue, ...own], isType: isEventType(value) },
            at,
          ),
        );
    });
  },
};

function isEventType(name: string): boolean {
  const { $defs } = readSchema('vocabulary');
  const { enum: types }: { readonly enum: readonly string[] } = $defs.EventType;
  return types.includes(name);
}

function catalogueNames(context: RuleContext): ReadonlySet<string> {
  const maps = specificationsOfKind(context, 'events').map((data) => entryOf(data, 'events')?.value);
  return new Set(maps.flatMap((map) => (map?.kind === 'map' ? map.entries.map(({ key }) => key) : [])));
}

function specificationsOfKind({ drafts }: RuleContext, ...kinds: readonly string[]): readonly DataNode[] {
  return drafts.flatMap(({ specifications }) =>
    specifications.filter(({ kind }) => kinds.includes(kind)).map(({ data }) => data),
  );
}

/** Lists of events stand under these keys, and as the values of a map of branches. */
const LISTS: ReadonlySet<string> = new Set(['events', 'choose', 'covers']);

function eventUses(data: DataNode): readonly DataNode[] {
  return entriesOf(data).flatMap(({ key, value }) => {
    if (LISTS.has(key)) return itemsOf(value);
    return key === 'branches' && value.kind === 'map' ? value.entries.flatMap((branch) => itemsOf(branch.value)) : [];
  });
}

function itemsOf(node: DataNode): readonly DataNode[] {
  return node.kind === 'list' ? node.items : [];
}

function referencesOf(use: DataNode): readonly Located<string>[] {
  const named = use.kind === 'map' ? (entryOf(use, 'event')?.value ?? namedBy(use)) : use;
  const value = textAt(named);
  return named === undefined || value === undefined ? [] : [{ value, at: named.at }];
}

const OWN_KEYS = ['type', 'journey', 'events', 'choose'];

/** An `id` alone is the name of a catalogue event; one with a type or content of its own, misspelled or not, is not. */
function namedBy(use: MapNode): DataNode | undefined {
  const isDefinition = use.entries.some(({ key }) => OWN_KEYS.includes(key) || isNearly(key));
  return isDefinition ? undefined : (entryOf(use, 'id') ?? entryOf(use, 'name'))?.value;
}

function isNearly(key: string): boolean {
  return !keyOwners().has(key) && nearest(key, ['event', ...OWN_KEYS]).length > 0;
}

function ownName(use: DataNode): readonly string[] {
  if (use.kind !== 'map' || entryOf(use, 'event') !== undefined || namedBy(use) !== undefined) return [];
  const name = textAt((entryOf(use, 'id') ?? entryOf(use, 'name'))?.value);
  return name === undefined ? [] : [name];
}
