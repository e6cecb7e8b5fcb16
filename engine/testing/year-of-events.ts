interface YearOptions {
  readonly start?: string;
  readonly profile?: string;
  /** Behind the phase, such as branching. */
  readonly more?: string;
}

/** A journey through one year of `events`, as its file says it. */
export function yearOfEvents(
  name: string,
  events: readonly string[],
  { start = '2024-01-08', profile = 'medicare-diabetic', more = '' }: YearOptions = {},
): string {
  return `---
name: ${name}
description: A year that a test asks for.
type: journey-template
profile: ${profile}
---

\`\`\`yaml
journey_name: ${name}
duration: 12 months
start: ${start}
phases:
  - name: Year
    duration: 0-365 days
    events:
${events.map((event) => `      - ${event}`).join('\n')}
${more}
\`\`\`
`;
}
