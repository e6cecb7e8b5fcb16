/** Journeys that can call each other, but none itself. What is wrong with one that is called is said where it stands. */
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Journey, ParameterSetting } from '../model/index.ts';
import { entryOf } from '../trees/index.ts';
import { normalizeJourney } from './journey/index.ts';
import type { JourneyContext } from './journey/index.ts';
import { withValues } from './parameters.ts';
import { createProblems } from './problems.ts';
import { drawnAs } from './templates.ts';
import type { AuthoredTemplate } from './templates.ts';

export type CallContext = Omit<JourneyContext, 'call'>;

/** `path` are the journeys that lead to it, `calls` all that one journey comes to so far. */
export type CallJourney = (
  template: AuthoredTemplate,
  context: CallContext,
  called?: { readonly given: readonly ParameterSetting[]; readonly path: readonly string[]; readonly calls: Calls },
) => Journey | undefined;

interface Calls {
  count: number;
}

/** A journey holds all that it calls: one that calls the next twice, and so on, would double with each. */
const MOST_CALLS = 200;
const MANY = 'normalize-calls-many';

export function callable(templates: readonly AuthoredTemplate[]): CallJourney {
  const names = templates.filter(({ runnable }) => runnable).map(({ id }) => id);
  const call: CallJourney = (template, context, called = { given: [], path: [], calls: { count: 0 } }) => {
    const { given, path, calls } = called;
    const { id, skill, root } = template;
    const profile = entryOf(skill.frontMatter, 'profile')?.value;
    const name = profile?.kind === 'scalar' && typeof profile.value === 'string' ? profile.value : undefined;
    const further = [...path, id];
    const { data, parameters } = withValues(template, given, context);
    const calling: JourneyContext = {
      ...context,
      parameters,
      call: ({ value, at }, values, problems) => {
        const back = further.indexOf(value);
        if (back !== -1)
          return problems.report('normalize-calls-circle', { path: [...further.slice(back), value] }, at);
        if (has(problems.found, MANY)) return undefined;
        calls.count += 1;
        if (calls.count > MOST_CALLS) return problems.report(MANY, { most: MOST_CALLS }, at);
        const next = templates.find((one) => one.runnable && one.id === value);
        const using = { given: values, path: further, calls, call };
        const told = problems.found.length;
        const { journey, found } = callFound(next, using, { ...context, problems });
        if (journey !== undefined || problems.found.length > told) return journey;
        if (has(found, MANY)) return problems.report(MANY, { most: MOST_CALLS }, at);
        const circle = circleIn(found);
        return circle?.includes(id) === true
          ? problems.report('normalize-calls-circle', { path: circle }, at)
          : problems.report('normalize-journey-unknown', { name: value, known: names }, at);
      },
    };
    const journey = normalizeJourney({ data, id, profile: name }, calling);
    return journey && { ...journey, ...drawnAs(root) };
  };
  return call;
}

interface CalledWith {
  readonly given: readonly ParameterSetting[];
  readonly call: CallJourney;
  readonly path?: readonly string[];
  readonly calls?: Calls;
}

/** With values for its parameters: what is wrong with it only because of them is said to who gives them. */
export function callWith(template: AuthoredTemplate, using: CalledWith, context: CallContext): Journey | undefined {
  return callFound(template, using, context).journey;
}

interface FoundJourney {
  readonly journey: Journey | undefined;
  /** What is wrong with it, whoever it is said to. */
  readonly found: readonly Diagnostic[];
}

function callFound(
  template: AuthoredTemplate | undefined,
  { given, call, path = [], calls = { count: 0 } }: CalledWith,
  context: CallContext,
): FoundJourney {
  if (template === undefined) return { journey: undefined, found: [] };
  const own = createProblems();
  const journey = call(template, { ...context, problems: own }, { given, path, calls });
  const isSet = given.length > 0 || (context.settings?.values.size ?? 0) > 0;
  if (!isSet || own.found.length === 0) return { journey, found: own.found };
  const usual = usualMatters(template, { call, path }, context);
  context.problems.adopt(own.found.filter((one) => !usual.has(matterOf(one))));
  return { journey, found: own.found };
}

/** By who calls: each journey of a line of calls would ask it of all behind it. */
const USUAL = new WeakMap<CallJourney, Map<string, ReadonlySet<string>>>();

/** What is wrong with it where nobody gives it values. */
function usualMatters(
  template: AuthoredTemplate,
  { call, path }: { readonly call: CallJourney; readonly path: readonly string[] },
  { settings: _settings, ...unset }: CallContext,
): ReadonlySet<string> {
  const known = USUAL.get(call) ?? new Map<string, ReadonlySet<string>>();
  USUAL.set(call, known);
  const line = [...path, template.id].join('\n');
  const before = known.get(line);
  if (before !== undefined) return before;
  const usual = createProblems();
  call(template, { ...unset, problems: usual }, { given: [], path, calls: { count: 0 } });
  const matters = new Set(usual.found.map(matterOf));
  known.set(line, matters);
  return matters;
}

function has(found: readonly Diagnostic[], code: string): boolean {
  return found.some((one) => one.code === code);
}

function matterOf({ code, message }: Diagnostic): string {
  return `${code} ${message}`;
}

/** Journeys that call each other, each of which is told of it. */
function circleIn(found: readonly Diagnostic[]): readonly string[] | undefined {
  for (const { code, params } of found) {
    if (code === 'normalize-calls-circle' && 'path' in params && typeof params.path !== 'string') return params.path;
  }
  return undefined;
}
