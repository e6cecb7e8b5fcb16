/** What is not understood of a request, or cannot be, is named. */
import { expect, test } from 'vitest';
import { sampleLibrary } from '../testing/sample-library.ts';
import { resolvePhrase } from './resolve-phrase.ts';
import type { Resolution } from './resolve-phrase.ts';

function resolve(phrase: string): Resolution {
  return resolvePhrase({ phrase, library: sampleLibrary });
}

test.each<[phrase: string, unread: readonly string[], codes: readonly string[]]>([
  ['diabtic Medicare member', ['diabtic'], ['resolve-misspelt']],
  ['100 commercial membrs', ['membrs'], ['resolve-misspelt']],
  [
    'commercial members with BSA over 35 and migraine',
    ['BSA over 35', 'migraine'],
    ['resolve-unread', 'resolve-unread'],
  ],
  ['commercial members with an average age of 40', ['average age of 40'], ['resolve-unread']],
  ['commercial members, avg age 40', ['avg age 40'], ['resolve-unread']],
  ['a few commercial members', ['few'], ['resolve-count-vague']],
  ['hundreds of commercial members', ['hundreds'], ['resolve-count-vague']],
  ['100 commercial members with few', ['few'], ['resolve-unread']],
  ['uninsured commercial members', ['uninsured'], ['resolve-unread']],
  ['½ commercial members', ['½'], ['resolve-count-range']],
  ['commercial members with a deductible of 500', ['deductible of 500'], ['resolve-unread']],
  ['diabetics with an average A1c of 8', ['average A1c of 8'], ['resolve-unread']],
  ['commercial members with a $500 deductible', ['$500 deductible'], ['resolve-unread']],
  ['500mg commercial members', ['500mg'], ['resolve-unread']],
  ['minus five commercial members', ['minus five'], ['resolve-count-range']],
  ['commercial members with E11.99999', ['E11.99999'], ['resolve-code-unknown']],
  ['a journey of commercial members', ['journey'], ['resolve-unread']],
  ['999999999999999999999 commercial members', ['999999999999999999999'], ['resolve-count-range']],
  ['Medicare members in 2024', ['2024'], ['resolve-unread']],
  ['Medicare members with 3 visits', ['3 visits'], ['resolve-unread']],
  ['100 🚑 commercial members', ['🚑'], ['resolve-unread']],
  ['生成 100 commercial members', ['生成'], ['resolve-unread']],
  ['commercial members as of 2024-02-30', ['2024-02-30'], ['resolve-unread']],
  ['commercial members, 40% rich', ['40% rich'], ['resolve-unread']],
  ['commercial members not in Texas', ['not in Texas'], ['resolve-denial']],
  ['commercial members, no women', ['no women'], ['resolve-denial']],
  ['0 commercial members', ['0'], ['resolve-count-range']],
  ['-5 commercial patients', ['-5'], ['resolve-count-range']],
  ['1.5 commercial members', ['1.5'], ['resolve-count-range']],
  ['100-200 commercial members', ['100-200'], ['resolve-count-range']],
  ['100 commercial members and 50 patients', ['50 patients'], ['resolve-groups']],
  ['100 Medicare diabetics and 50 hypertensives', ['50 hypertensives'], ['resolve-groups']],
  [
    '30 commercial adults, 20 children and 5 seniors',
    ['20 children', '5 seniors'],
    ['resolve-groups', 'resolve-groups'],
  ],
  ['commercial members in ZIP 77099', ['ZIP 77099'], ['resolve-postal-code-unknown']],
  ['65-year-old Medicare member aged 70 to 80', ['aged 70 to 80'], ['resolve-contradiction']],
  ['commercial women or diabetics', ['women or diabetics'], ['resolve-either']],
  [
    'commercial members with diabetes and asthma or hypertension',
    ['diabetes and asthma or hypertension'],
    ['resolve-either'],
  ],
  ['commercial members, 30% with diabetes or hypertension', ['30% with diabetes or hypertension'], ['resolve-either']],
  ['commercial members without diabetes or with asthma', ['diabetes or with asthma'], ['resolve-either']],
  ['commercial members with diabetes or mumps', ['diabetes or mumps'], ['resolve-either']],
  ['commercial members under 30 or over 50', ['under 30 or over 50'], ['resolve-either']],
  ['urban and rural commercial members', ['rural'], ['resolve-contradiction']],
  ['commercial women with prostate cancer', ['prostate cancer'], ['resolve-contradiction']],
  ['commercial members seed 1 seed 2', ['seed 2'], ['resolve-contradiction']],
  ['commercial members aged 64 to 45', ['aged 64 to 45'], ['resolve-age-range']],
  ['a 200-year-old commercial member', ['200-year-old'], ['resolve-age-range']],
  ['commercial members over 70', [], ['resolve-age-outside']],
  ['commercial members with Q99.9', ['Q99.9'], ['resolve-code-unknown']],
  ['commercial members with E11.8', ['E11.8'], ['resolve-code-unknown']],
  ['surgical episode with quarterly visits', ['quarterly visits'], ['resolve-event-missing']],
])('%j leaves %j unread', (phrase, unread, codes) => {
  const { outcome, reading, diagnostics } = resolve(phrase);
  expect(outcome).toBe('resolved');
  expect(reading.unread.map(({ value }) => value)).toEqual(unread);
  expect(diagnostics.map(({ code }) => code)).toEqual(codes);
});

test('of very many words that nothing took up the first twenty are named, and how many more there are', () => {
  const strange = Array.from({ length: 25 }, (_, at) => `zorbl${at} commercial`);
  const { diagnostics } = resolve(`commercial members ${strange.join(' ')}`);
  expect(diagnostics.slice(0, 20).map(({ code }) => code)).toEqual(Array.from({ length: 20 }, () => 'resolve-unread'));
  expect(diagnostics.slice(20).map(({ code, params }) => [code, params])).toEqual([
    ['resolve-unread-more', { count: 5 }],
  ]);
});

test.each(['130%', '200 percent', '-5%'])('%s of the people are none', (share) => {
  const { diagnostics } = resolve(`100 commercial members, ${share} diabetic`);
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
    'resolve-share-range',
  ]);
});

test('what is left out is left out of both', () => {
  expect(resolve('commercial members without diabetes or hypertension').reading.unread).toEqual([]);
});

test.each(['', '   \n\t', '...', '\u200b'])('the phrase %j holds no words', (phrase) => {
  const { outcome, diagnostics } = resolve(phrase);
  expect(outcome).toBe('none');
  expect(diagnostics.map(({ code }) => code)).toEqual(['resolve-phrase-empty']);
});

test.each(['please the a with', '20 members', 'Generate a profile', 'asthma patients', 'hello world'])(
  'nothing in %j speaks for a template',
  (phrase) => {
    const { outcome, request, diagnostics } = resolve(phrase);
    expect({ outcome, request }).toEqual({ outcome: 'none', request: undefined });
    expect(diagnostics[0]?.code).toBe('resolve-none');
  },
);
