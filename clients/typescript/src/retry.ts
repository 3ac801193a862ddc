// When a call is made again, and after how long.

export interface Retry {
  /** How often at most; 3. */
  attempts: number;
  /** Milliseconds of the first wait; 100. */
  first: number;
  /** Of the longest; 2,000. Where the server asks for more in `Retry-After`, there is no next attempt. */
  longest: number;
}

export const defaultRetry: Retry = { attempts: 3, first: 100, longest: 2000 };

/** Of a server or of what stands before it: it did not answer, and the next moment it may. */
export const retriedStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Milliseconds until the next attempt after that many failures, or undefined where there is none. Drawn from
 * the upper half of the wait, so that callers that failed together do not come back together.
 */
export function waitOf(retry: Retry, failures: number, retryAfter?: number, draw = Math.random): number | undefined {
  if (failures >= retry.attempts) return undefined;
  const asked = (retryAfter ?? 0) * 1000;
  if (asked > retry.longest) return undefined;
  const whole = Math.min(retry.longest, retry.first * 2 ** (failures - 1));
  return Math.max((whole * (1 + draw())) / 2, asked);
}
