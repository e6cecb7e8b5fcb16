import { expect, test } from 'vitest';
import { sampleLibrary } from '../testing/sample-library.ts';
import { resolveName } from './resolve-name.ts';

function resolve(name: string): ReturnType<typeof resolveName> {
  return resolveName({ name, library: sampleLibrary });
}

test('a profile is taken as it stands', () => {
  expect(resolve('medicare-diabetic').request).toMatchObject({
    name: 'medicare-diabetic',
    journeys: undefined,
    overrides: [],
  });
});

test('names are compared without case, and underscores are hyphens', () => {
  expect(resolve('Medicare_Diabetic').request?.profile).toBe('medicare-diabetic');
});

test('a journey alone takes the people of its profile, or those that journeys have by default', () => {
  expect(resolve('diabetic-first-year').request).toMatchObject({
    profile: 'medicare-diabetic',
    journeys: ['diabetic-first-year'],
  });
  expect(resolve('new-member-onboarding').request?.profile).toBe('commercial-healthy');
});

test('a cohort brings its profile, journeys and overrides', () => {
  expect(resolve('medicare-diabetic-year-one').request).toMatchObject({
    name: 'medicare-diabetic-year-one',
    profile: 'medicare-diabetic',
    journeys: ['diabetic-first-year'],
    overrides: [{ path: ['count'], value: 1000 }],
  });
});

test('a cohort without a profile takes that of its journey', () => {
  expect(resolve('operations').request).toMatchObject({ name: 'operations', profile: 'commercial-healthy' });
});

test('an unknown name leads to the nearest ones', () => {
  const { request, diagnostics } = resolve('medicare-diabetc');
  expect(request).toBeUndefined();
  expect(diagnostics[0]?.code).toBe('resolve-name-unknown');
  expect(diagnostics[0]?.hint).toContain('`medicare-diabetic`');
});
