/**
 * A request in English to a template with overrides. Deterministic: words are looked up in the library, templates are
 * ranked by the evidence for them, and every word that carries meaning is either understood or named as unread.
 */
import type { Diagnostic } from '../diagnostics/index.ts';
import { diagnostic, nearest } from '../diagnostics/index.ts';
import type { Candidate, GenerationRequest, Library, Override, PhraseReading } from '../model/index.ts';
import { chooseTemplate } from './choose-template.ts';
import type { Choice } from './choose-template.ts';
import { isFact, MEANINGFUL } from './fact.ts';
import type { Fact, Span } from './fact.ts';
import { layAges } from './lay-age.ts';
import { layBorn, withAgesOfBirth } from './lay-born.ts';
import { layConditions } from './lay-conditions.ts';
import { layCoverage } from './lay-coverage.ts';
import { layMeasures } from './lay-measures.ts';
import { layMedications } from './lay-medications.ts';
import { layPhrases } from './lay-phrases.ts';
import { layPlace } from './lay-place.ts';
import { laySettings } from './lay-settings.ts';
import { laySex } from './lay-sex.ts';
import { layWords, undecidedDiagnostics } from './lay-words.ts';
import { isOfStudies } from './study-sizes.ts';
import { combine } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { withImplied } from './implied.ts';
import { createLexicon } from './lexicon.ts';
import { knownWords } from './near-words.ts';
import { rankTemplates } from './rank-templates.ts';
import type { Ranked } from './rank-templates.ts';
import { readFacts } from './read-facts.ts';
import { misspelt, unreadDiagnostics, unreadRuns } from './read-unread.ts';
import type { UnreadContext } from './read-unread.ts';
import { createTemplates } from './template.ts';
import type { Template } from './template.ts';
import { rangeOf, stemsOf, textOf, tokenizePhrase } from './tokens.ts';
import type { Token } from './tokens.ts';
import { numbered } from './unit.ts';

export interface Resolution {
  readonly outcome: 'resolved' | 'ambiguous' | 'none';
  /** Present where the outcome is `resolved`. It may still stand beside errors, such as two counts that differ. */
  readonly request: GenerationRequest | undefined;
  readonly reading: PhraseReading;
  readonly diagnostics: readonly Diagnostic[];
}

const BEGINNING = { file: '<phrase>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
const LONGEST_PHRASE = 20_000;
const MOST_CANDIDATES = 5;
const MOST_NEAREST = 3;
const NOTHING: PhraseReading = { understood: [], unread: [], candidates: [] };

/** Phrases are laid first, so that what is said outright prevails over them. */
const LAYERS = [
  layPhrases,
  laySettings,
  layAges,
  layBorn,
  laySex,
  layConditions,
  layMedications,
  layMeasures,
  layCoverage,
  layPlace,
  layWords,
];

interface Reading extends UnreadContext {
  readonly library: Library;
  readonly templates: readonly Template[];
  readonly facts: readonly Fact[];
  readonly candidates: readonly Candidate[];
}

export function resolvePhrase({ phrase, library }: { readonly phrase: string; readonly library: Library }): Resolution {
  if (phrase.length > LONGEST_PHRASE) {
    return unresolved(NOTHING, [
      diagnostic('resolve-phrase-too-long', { characters: phrase.length, limit: LONGEST_PHRASE }, BEGINNING),
    ]);
  }
  const tokens = tokenizePhrase(phrase);
  if (tokens.every(({ kind }) => kind === 'mark')) {
    return unresolved(NOTHING, [diagnostic('resolve-phrase-empty', { phrase }, BEGINNING)]);
  }
  const lexicon = createLexicon(library);
  const templates = createTemplates(library, lexicon);
  const facts = readFacts(
    tokens,
    lexicon,
    (stem) => templates.some(({ words }) => words.has(stem)),
    (stem) => templates.some(({ labels }) => labels.some(({ units }) => hasNumber(units, stem))),
  );
  const ranked = rankTemplates(templates, facts, tokens);
  const known = (): ReadonlySet<string> => knownWords(templates, lexicon);
  const candidates = ranked.slice(0, MOST_CANDIDATES).map(candidateOf);
  const isCounted = facts.some(({ kind }) => kind === 'count');
  const towns = (): ReadonlySet<string> =>
    new Set(library.knowledge.places.flatMap(({ city, partOf = [] }) => [city, ...partOf]));
  const measures = new Set(lexicon.measures.keys());
  const payers = library.payers.map(({ name }) => name);
  const reading = { phrase, tokens, known, towns, measures, payers, isCounted, library, templates, facts, candidates };
  const people = ranked[0]?.speaks === true ? undefined : anybody(reading);
  return people === undefined
    ? conclude(chooseTemplate(ranked.filter(({ speaks }) => speaks)), reading)
    : resolve(people, reading);
}

function hasNumber(units: ReadonlySet<string>, stem: string): boolean {
  return [...units].some((unit) => unit.startsWith(numbered(stem)));
}

function conclude(choice: Choice, reading: Reading): Resolution {
  switch (choice.kind) {
    case 'none':
      return matchAnybody(reading) ?? matchNothing(reading);
    case 'ambiguous':
      return matchSeveral(choice.rivals, reading);
    case 'chosen':
      return choice.profile === undefined
        ? lackProfile(choice, reading)
        : resolve({ ...choice, profile: choice.profile }, reading);
  }
}

/** Where every word is understood and none speaks for a template, the people of the default profile: of whom nothing can be denied. */
function anybody({ facts, library }: Reading): (Chosen & { readonly profile: Laying['profile'] }) | undefined {
  const profile = library.profiles.find(({ id }) => id === library.defaults.phraseProfile?.value);
  const isUnderstood = facts.every(({ kind }) => !UNFIT.has(kind));
  const says = facts.some((fact) => isFact(fact, ...MEANINGFUL, 'person', 'undecided'));
  if (profile === undefined || !isUnderstood || !says) return undefined;
  return { kind: 'chosen', name: profile.id, profile, journeys: [], parts: [] };
}

const UNFIT: ReadonlySet<Fact['kind']> = new Set(['unknown', 'number', 'journey', 'denied', 'negation']);

type Chosen = Extract<Choice, { readonly kind: 'chosen' }>;

function resolve(choice: Chosen & { readonly profile: Laying['profile'] }, reading: Reading): Resolution {
  const { phrase, tokens, facts, library, candidates } = reading;
  const words = new Set(choice.parts.flatMap(({ template }) => [...template.words]));
  const units = new Set(choice.parts.flatMap(({ template }) => template.labels.flatMap((label) => [...label.units])));
  const journeys = choice.journeys.length > 0 ? choice.journeys : (choice.parts[0]?.template.journeys ?? []);
  const all = facts.flatMap(apart);
  const own = choice.parts.filter(({ template }) => template.profile?.id === choice.profile.id);
  const names = own.flatMap(({ template }) => namesIn(template, tokens));
  const said = { phrase, tokens, facts: all, library, profile: choice.profile, journeys, words, units, names };
  const laying = withImplied(withAgesOfBirth(said));
  const layer = combine(LAYERS.map((lay) => lay(laying)));
  const understanding = readingOf(layer, reading);
  const request: GenerationRequest = {
    name: choice.name,
    profile: choice.profile.id,
    journeys: choice.journeys.length > 0 ? choice.journeys.map(({ id }) => id) : undefined,
    overrides: lastOfEachPath(layer.overrides),
    reading: { ...understanding, candidates },
  };
  const diagnostics = [...layer.diagnostics, ...unreadDiagnostics(unsaid(layer, reading), reading)];
  return { outcome: 'resolved', request, reading: request.reading, diagnostics };
}

/** Where the words of a name or trigger stand side by side. */
function namesIn({ labels }: Template, tokens: readonly Token[]): readonly Span[] {
  return labels.flatMap(({ source, text }) => {
    const stems = source === 'title' ? [] : stemsOf(text);
    return tokens.flatMap((_token, from) => {
      const isHere = stems.length > 1 && stems.every((stem, step) => tokens[from + step]?.stem === stem);
      return isHere ? [{ from, to: from + stems.length }] : [];
    });
  });
}

/** Two measures of the same words, each by itself. */
function apart(fact: Fact): readonly Fact[] {
  if (!isFact(fact, 'measure') || fact.besides === undefined) return [fact];
  const { besides, low: _low, high: _high, ...rest } = fact;
  return [
    { ...fact, besides: undefined },
    { ...rest, ...besides },
  ];
}

function readingOf({ taken, unread }: Layer, context: Reading): Omit<PhraseReading, 'candidates'> {
  const { phrase, tokens } = context;
  const understood = taken
    .filter(({ fact }) => !unread.includes(fact))
    .toSorted((a, b) => a.fact.from - b.fact.from || a.fact.to - b.fact.to)
    .map(({ fact, meaning }) => ({
      text: textOf(phrase, tokens, fact),
      meaning,
      at: rangeOf(tokens, fact.from, fact.to),
    }));
  return { understood, unread: unreadRuns(unread, context).map(({ value, at }) => ({ value, at })) };
}

/** Unread facts at which no diagnostic points yet. */
function unsaid({ unread, diagnostics }: Layer, { tokens }: Reading): readonly Fact[] {
  const said = new Set(diagnostics.map(({ at }) => `${at?.start.line}:${at?.start.column}`));
  return unread.filter(({ from, to }) => {
    const { start } = rangeOf(tokens, from, to);
    return !said.has(`${start.line}:${start.column}`);
  });
}

function lastOfEachPath(overrides: readonly Override[]): readonly Override[] {
  return [...new Map(overrides.map((one) => [one.path.join('\u0000'), one])).values()];
}

function matchSeveral(rivals: readonly Ranked[], reading: Reading): Resolution {
  const { phrase, tokens, facts, candidates } = reading;
  const params = { phrase, candidates: rivals.map(({ skill, matched }) => ({ skill, matched })) };
  return {
    ...unresolved({ ...NOTHING, candidates }, [
      diagnostic('resolve-ambiguous', params, rangeOf(tokens, 0, tokens.length)),
      ...misspelt(facts, reading),
    ]),
    outcome: 'ambiguous',
  };
}

/** Where a word is not understood and brings no template to mind, the others say who is meant: the word alone is wrong. */
function matchAnybody(reading: Reading): Resolution | undefined {
  const strange = reading.facts.filter(({ kind }) => UNTAKEN.has(kind));
  const { holding, studies } = near(reading, strange);
  if (strange.length === 0 || holding.length > 0 || studies.length > 0) return undefined;
  const people = anybody({ ...reading, facts: reading.facts.filter((fact) => !strange.includes(fact)) });
  return people && resolve(people, reading);
}

const UNTAKEN: ReadonlySet<Fact['kind']> = new Set(['unknown', 'denied', 'undecided', 'number', 'negation']);

function matchNothing(reading: Reading): Resolution {
  const { phrase, tokens, facts } = reading;
  const untaken = facts.filter(({ kind }) => kind === 'unknown' || kind === 'denied' || kind === 'undecided');
  const { typos, labels, holding, studies } = near(reading, untaken);
  const names = [...holding, ...(holding.length > 0 ? [] : studies)];
  const runs = unreadRuns(untaken, reading);
  const unread = runs.map(({ value, at }) => ({ value, at }));
  const instead = names.length > 0 ? undefined : runs.flatMap((run) => run.instead ?? [])[0];
  const words = unread.map(({ value }) => value);
  const problem = diagnostic(
    'resolve-none',
    {
      phrase,
      unread: words,
      ...(instead === undefined ? {} : { instead }),
      nearest: (names.length > 0 ? names : nearestLabels(phrase, labels)).slice(0, MOST_NEAREST),
    },
    rangeOf(tokens, 0, tokens.length),
  );
  return unresolved({ ...NOTHING, unread }, [problem, ...typos, ...undecidedDiagnostics(facts, reading)]);
}

interface Near {
  readonly typos: readonly Diagnostic[];
  readonly labels: readonly { readonly text: string }[];
  /** Labels of templates that have such a word, or nearly such a one. */
  readonly holding: readonly string[];
  readonly studies: readonly string[];
}

function near(reading: Reading, untaken: readonly Fact[]): Near {
  const { tokens, facts, templates, library } = reading;
  const typos = misspelt(facts, reading);
  const labels = templates.flatMap((template) => template.labels.filter(({ source }) => source !== 'title'));
  const meant = new Set(typos.flatMap(({ params }) => ('nearest' in params ? params.nearest : [])));
  const strange = untaken.filter(({ kind }) => kind === 'unknown').map(({ from }) => tokens[from]);
  const stems = new Set(strange.filter((token) => token?.kind === 'word').map((token) => token?.stem));
  const isNear = (token: Token): boolean => meant.has(token.word) || stems.has(token.stem);
  const holding = labels.filter(({ text }) => tokenizePhrase(text).some(isNear)).map(({ text }) => text);
  const studies = strange.some(isOfStudies) ? library.journeys.filter(({ study }) => study !== undefined) : [];
  return { typos, labels, holding, studies: studies.map(({ id }) => id) };
}

function nearestLabels(phrase: string, labels: readonly { readonly text: string }[]): readonly string[] {
  return nearest(
    phrase,
    labels.map(({ text }) => text),
  );
}

function lackProfile({ journeys }: Chosen, { library, candidates }: Reading): Resolution {
  const [journey] = journeys;
  const profile = journey?.profile ?? library.defaults.journeyProfile?.value;
  const problem = diagnostic('resolve-profile-missing', { journey: journey?.id ?? '', profile }, journey?.at);
  return unresolved({ ...NOTHING, candidates }, [problem]);
}

function unresolved(reading: PhraseReading, diagnostics: readonly Diagnostic[]): Resolution {
  return { outcome: 'none', request: undefined, reading, diagnostics };
}

function candidateOf({ skill, score, matched }: Ranked): Candidate {
  return { skill, score: Number(score.toFixed(2)), matched };
}
