/** Skills for tests: families with a plan, in hospital and at the pharmacy, and a journey on which ways part. */
import { authoredText } from './authored-text.ts';

interface Template {
  /** Below the root of a tree. */
  readonly path: string;
  readonly text: string;
}

export const FAMILIES: Template = {
  path: 'generation/templates/profiles/insured-families.md',
  text: authoredText('insured-families.md'),
};

export const WAYS: Template = {
  path: 'generation/templates/journeys/parting-ways.md',
  text: authoredText('parting-ways.md'),
};
