// What can go wrong between a service and its decision.
import type { Decision, Problem } from "./schema.js";

export class ReeveError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** There was no answer, after every attempt. Without a decision, nothing may pass. */
export class Unavailable extends ReeveError {
  /** `connection`, `timeout`, `http.503`, `answer` */
  constructor(readonly reason: string, message: string, options?: ErrorOptions) {
    super(`${message} [${reason}]`, options);
  }
}

/** The server refused the request: a problem document (RFC 9457). To ask again alike is in vain. */
export class Refused extends ReeveError {
  readonly code: string;
  readonly detail: string;
  readonly field: string | undefined;

  constructor(readonly status: number, problem: Partial<Problem>, readonly retryAfter?: number) {
    const code = problem.code ?? `http.${status}`;
    const at = problem.field ? ` at ${problem.field}` : "";
    super(`${status} ${problem.detail ?? code}${at} [${code}]`);
    this.code = code;
    this.detail = problem.detail ?? "";
    this.field = problem.field;
  }
}

/** The decision lets nothing pass. */
export class Stopped extends ReeveError {
  constructor(readonly decision: Decision) {
    super(decision.reasons.map((each) => each.message).join("; ") || `the decision is ${decision.effect}`);
  }
}

/** It is denied. */
export class Denied extends Stopped {}

/** It waits for people. Once `approval` is given, the same request passes with that id. */
export class Held extends Stopped {
  get approval(): string {
    return this.decision.approval?.id ?? "";
  }
}

/** The decision, where it lets something pass. Throws Denied, Held. */
export function enforce(decision: Decision): Decision {
  if (decision.effect === "allow" || decision.effect === "redact") return decision;
  throw decision.effect === "hold" ? new Held(decision) : new Denied(decision);
}
