/** The templates of a library as a request sees them: what they are called, and which people and events they bring. */
import type { Journey, Library, Profile } from '../model/index.ts';
import type { Lexicon } from './lexicon.ts';
import { readFacts } from './read-facts.ts';
import { stemsOf, tokenizePhrase } from './tokens.ts';
import { unitsOf } from './unit.ts';

export interface Template {
  readonly skill: string;
  readonly kind: 'profile' | 'journey';
  readonly labels: readonly Label[];
  /** Stems of all labels. */
  readonly words: ReadonlySet<string>;
  /** Of a journey: the people it takes where a request names no others. */
  readonly profile: Profile | undefined;
  readonly journeys: readonly Journey[];
}

/** A name, title or trigger, as the units of meaning that a request must contain. */
export interface Label {
  readonly text: string;
  readonly source: 'name' | 'title' | 'trigger';
  readonly units: ReadonlySet<string>;
}

export function createTemplates(library: Library, lexicon: Lexicon): readonly Template[] {
  const profiles = new Map(library.profiles.map((profile) => [profile.id, profile]));
  const journeys = new Map(library.journeys.map((journey) => [journey.id, journey]));
  return [
    ...library.profiles.map((profile): Template => {
      const used = profile.journeys
        .map(({ journey }) => journeys.get(journey))
        .filter((journey) => journey !== undefined);
      return { kind: 'profile', ...namedAs(profile, library, lexicon), profile, journeys: used };
    }),
    ...library.journeys.map((journey): Template => {
      const profile = profiles.get(journey.profile ?? library.defaults.journeyProfile?.value ?? '');
      return { kind: 'journey', ...namedAs(journey, library, lexicon), profile, journeys: [journey] };
    }),
  ];
}

function namedAs(
  template: Profile | Journey,
  library: Library,
  lexicon: Lexicon,
): Pick<Template, 'skill' | 'labels' | 'words'> {
  const triggers = skillOf(template.id, library)?.triggers ?? [];
  const texts = [
    { text: template.id, source: 'name' as const },
    ...(hasInheritedTitle(template, library) ? [] : [{ text: template.title, source: 'title' as const }]),
    ...triggers.map(({ value }) => ({ text: value, source: 'trigger' as const })),
  ];
  const labels = texts.map((label): Label => {
    const tokens = tokenizePhrase(label.text);
    return { ...label, units: new Set(unitsOf(readFacts(tokens, lexicon), tokens).map(({ unit }) => unit)) };
  });
  return { skill: template.id, labels, words: new Set(texts.flatMap(({ text }) => stemsOf(text))) };
}

function skillOf(id: string, { skills }: Library): Library['skills'][number] | undefined {
  return skills.find(({ name }) => name === id);
}

/** By the title of what it extends the latter is meant. */
function hasInheritedTitle({ id, title }: Profile | Journey, library: Library): boolean {
  const base = skillOf(id, library)?.extends?.value;
  return [...library.profiles, ...library.journeys].some((one) => one.id === base && one.title === title);
}
