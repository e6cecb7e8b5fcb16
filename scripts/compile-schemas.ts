/** Writes the compiled schemas beside the built program, for `npm run build`. */
import { writeFileSync } from 'node:fs';
import { compiledModule } from '../engine/validate/ajv.ts';

writeFileSync('dist/validate/compiled-schemas.cjs', compiledModule());
