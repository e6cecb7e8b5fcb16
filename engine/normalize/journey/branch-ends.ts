/** `end: true`, `end: death` or `end: disenroll` of a branch, and `death: true` and `disenroll: true`, as events. */
import type { DataNode, EventType, SourceRange } from '../../model/index.ts';
import { certain } from '../probability.ts';
import type { Reader } from '../reader.ts';
import { plainWord } from '../scalars.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';

interface End {
  readonly name: string;
  readonly type: EventType;
  readonly title: string;
}

const ENDS: Readonly<Record<'true' | 'death' | 'disenroll', End>> = {
  true: { name: 'end', type: 'milestone', title: 'End of the journey' },
  death: { name: 'death', type: 'death', title: 'Death' },
  disenroll: { name: 'disenrollment', type: 'disenrollment', title: 'Disenrollment' },
};

export function endDraft(reader: Reader, context: JourneyContext): EventDraft | undefined {
  const written = (['end', 'death', 'disenroll'] as const).flatMap((key) => reader.takeEntry(key) ?? []);
  const [first, second] = written;
  if (second && first) {
    const { key, keyAt } = second;
    context.problems.report('normalize-key-twice', { key, first: first.key, within: 'a branch' }, keyAt);
  }
  if (first === undefined) return undefined;
  const end = endNamed(first.key, first.value);
  if (end !== undefined) return draftOf(end, first.keyAt);
  const expected = first.key === 'end' ? '`true`, `death` or `disenroll`' : '`true`';
  const found = first.value.kind === 'scalar' ? String(first.value.value) : `a ${first.value.kind}`;
  return context.problems.report('normalize-value-kind', { what: `\`${first.key}\``, expected, found }, first.value.at);
}

function endNamed(key: string, value: DataNode): End | undefined {
  if (value.kind !== 'scalar') return undefined;
  const word = plainWord(String(value.value));
  if (key === 'death' || key === 'disenroll') return word === 'true' ? ENDS[key] : undefined;
  if (word === 'disenrollment') return ENDS.disenroll;
  return word === 'true' || word === 'death' || word === 'disenroll' ? ENDS[word] : undefined;
}

function draftOf({ name, type, title }: End, at: SourceRange): EventDraft {
  return {
    ownId: undefined,
    definition: {
      name,
      type,
      title,
      encounterClass: undefined,
      conditions: [],
      observations: [],
      medication: undefined,
      ends: true,
      at,
    },
    timing: undefined,
    usualTiming: undefined,
    rhythm: undefined,
    probability: certain(at),
    window: undefined,
    at,
  };
}
