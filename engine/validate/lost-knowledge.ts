/**
 * What may be gone with an error in a file that others rely on, and is told if not: warnings that what somebody wrote comes to nothing,
 * kinds of which the tree has none at all, and templates that cannot run without an error of their own.
 */
import { nearest, ownerOf } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { SkillDocument } from '../model/index.ts';
import { titleOf } from './defined-names.ts';

const OF_LACK: ReadonlySet<string> = new Set([
  'plan-assessment-unlisted',
  'plan-drug-not-listed',
  'plan-refill-of-nothing',
]);

const OF_TEMPLATES: ReadonlySet<string> = new Set(['normalize-journey-unknown', 'normalize-template-unknown']);

/** What files look like whose rows and events others rely on. */
const LENDER = /^(?:type: *"?(?:reference|event|distribution)|tables:|events:|distributions:)/m;

interface ReadTree {
  readonly documents: readonly SkillDocument[];
  readonly sources: ReadonlyMap<string, string>;
}

export interface Lost {
  /** A warning that may be gone with an error. */
  readonly isIdle: (warning: Diagnostic) => boolean;
  /** A kind of which rows of the same file were to say something, or a template that has no error of its own. */
  readonly isDeprived: (error: Diagnostic) => boolean;
}

export function createLost({ documents, sources }: ReadTree, errors: readonly Diagnostic[]): Lost {
  const titles = new Set(documents.map(titleOf));
  const broken = new Set(errors.flatMap((one) => (one.at === undefined || isVoid(one) ? [] : [ownerOf(one.at)])));
  const isOfTemplate = ({ code, params }: Diagnostic): boolean =>
    OF_TEMPLATES.has(code) && 'name' in params && titles.has(params.name);
  const isLost = errors.some(
    (one) => !isVoid(one) && !isOfTemplate(one) && one.at !== undefined && LENDER.test(sources.get(one.at.file) ?? ''),
  );
  const misread = new Set(
    errors.flatMap(({ code, at }) => (code === 'validate-parameter-unknown' && at ? [ownerOf(at)] : [])),
  );
  const respelled = new Set(
    errors.flatMap(({ params, at }) =>
      'column' in params && 'unknown' in params
        ? nearest(params.column, params.unknown).map((column) => `${at?.file} ${column}`)
        : [],
    ),
  );
  const isLacked = ({ params, at }: Diagnostic): boolean =>
    'column' in params && respelled.has(`${at?.file} ${params.column}`);
  return {
    isIdle: (one) => {
      const { code, at } = one;
      if (code === 'validate-parameter-unused') return at !== undefined && misread.has(ownerOf(at));
      return (isLost && (OF_LACK.has(code) || isOfRows(one))) || (code === 'normalize-column-unknown' && isLacked(one));
    },
    isDeprived: (one) =>
      (isLost && isOfTemplate(one)) || (isVoid(one) && one.at !== undefined && broken.has(ownerOf(one.at))),
  };
}

function isOfRows({ params }: Diagnostic): boolean {
  return 'isOfRows' in params && params.isOfRows;
}

/** A name of a kind that nothing of the tree defines. */
function isVoid({ code, params }: Diagnostic): boolean {
  return code === 'normalize-reference-unknown' && 'known' in params && params.known.length === 0;
}
