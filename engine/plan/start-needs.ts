/** Journeys that nobody of the cohort can begin, for what begins them happens to none of these people. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { JourneyStart, Profile } from '../model/index.ts';
import type { CohortInLibrary } from './context.ts';
import { startOf } from './journey-start.ts';
import { agesOfPeople } from './settled.ts';

export function checkStarts({ cohort }: CohortInLibrary): readonly Diagnostic[] {
  return cohort.journeys.flatMap((journey) => {
    const start = startOf(journey, cohort);
    const lacking = lackingFor(start, cohort.profile);
    if (lacking === undefined) return [];
    return [diagnostic('plan-start-never', { journey: journey.id, profile: cohort.profile.id, ...lacking }, start.at)];
  });
}

interface Lacking {
  readonly lacks: 'coverage' | 'condition' | 'age';
  readonly what: string;
}

function lackingFor(start: JourneyStart, profile: Profile): Lacking | undefined {
  switch (start.kind) {
    case 'enrollment':
      return profile.coverage === undefined ? { lacks: 'coverage', what: '' } : undefined;
    case 'diagnosis': {
      const isThere = profile.conditions.some(({ code }) => code.startsWith(start.code));
      return isThere ? undefined : { lacks: 'condition', what: start.code };
    }
    case 'age':
      return (agesOfPeople(profile)?.high ?? Infinity) < start.years
        ? { lacks: 'age', what: String(start.years) }
        : undefined;
    default:
      return undefined;
  }
}
