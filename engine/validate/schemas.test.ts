import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { createCompiler } from './ajv.ts';
import { schemaReference, schemasDigest } from './schema-files.ts';
import { errorsOf } from './schemas.ts';

/** As `npm test` builds it first. */
const built = createRequire(import.meta.url)('../../dist/bundle/compiled-schemas.cjs');

test('the schemas compiled with the program are those of the tree, and find the same', () => {
  expect(built.digest).toBe(schemasDigest());
  const reference = schemaReference('front-matter', 'cohort');
  const validate = built[built.references[reference]];
  for (const value of [{}, { name: 'a', description: 'b', type: 'cohort' }, { name: 3, odd: [1] }]) {
    const errors = validate(value) ? [] : validate.errors;
    expect(errors).toEqual(errorsOf(value, 'front-matter', 'cohort'));
  }
});

test('what is no schema is none', () => {
  expect(createCompiler()(schemaReference('cohort', 'nothing'))).toBeUndefined();
});
