/** The first and the last moment at which something may fall, from where counting begins. */
import type { Offset } from '../../model/index.ts';

export interface Span {
  readonly earliest: Offset;
  readonly latest: Offset;
}
