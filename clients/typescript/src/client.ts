// The client: any operation of the OpenAPI document, and what an AI service needs of them.
import { ReeveError, Refused, Unavailable } from "./errors.js";
import { Interaction, type StageOptions } from "./interaction.js";
import { defaultRetry, retriedStatuses, waitOf, type Retry } from "./retry.js";
import { operations, type Approval, type Bypass, type Decision, type Operations, type Problem, type Request } from "./schema.js";

export interface ClientOptions {
  /** https://HOST[:PORT]; http only of loopback, unless `plainHttp`. */
  url: string;
  token: string;
  /** Milliseconds of one attempt; 5,000. */
  timeout?: number;
  retry?: Partial<Retry>;
  /** What happens without an answer: `closed` (default) throws, `open` lets pass and reports it afterwards. */
  fail?: "closed" | "open";
  onBypass?: (request: Request, reason: string) => void;
  plainHttp?: boolean;
  /** Another `fetch`, for example one with a certificate of its own. */
  fetch?: typeof fetch;
}

export type Takes<K extends keyof Operations> = Operations[K]["takes"] & { headers?: Record<string, string>; timeout?: number };

const loopback = ["127.0.0.1", "[::1]", "localhost"];
// Beside questions: what may be done twice. All else is an act that would be on record twice.
const repeatable: ReadonlySet<string> = new Set(["decide", "decideBatch", "reportBypasses"]);
const nothingDone: ReadonlySet<number> = new Set([429, 503]);
const mostWaiting = 10_000;
const mostAtOnce = 100;
const mostIdBytes = 256;

interface Answer {
  status: number;
  retryAfter: number | undefined;
  body: string;
}

/** Any number of calls at once. */
export class Client {
  readonly #base: string;
  readonly #token: string;
  readonly #timeout: number;
  readonly #retry: Retry;
  readonly #open: boolean;
  readonly #onBypass: ((request: Request, reason: string) => void) | undefined;
  readonly #fetch: typeof fetch;
  #waiting: Bypass[] = [];
  #reporting = false;

  constructor(options: ClientOptions) {
    const url = new URL(options.url);
    if (!["http:", "https:"].includes(url.protocol) || url.search || url.hash) {
      throw new TypeError(`\`${options.url}\` is no address of a server: write https://HOST[:PORT]`);
    }
    if (url.username || url.password) throw new TypeError("the address has a user in it: give the token as `token`");
    if (url.protocol === "http:" && !loopback.includes(url.hostname) && !options.plainHttp) {
      throw new TypeError(`\`${options.url}\` would send the token in the clear: use https, or say plainHttp: true`);
    }
    if (!/^[\x21-\x7e]+$/.test(options.token)) throw new TypeError("there is no token, or it has a character that no header has");
    this.#base = url.origin + url.pathname.replace(/\/$/, "");
    this.#token = options.token;
    this.#timeout = options.timeout ?? 5000;
    this.#retry = { ...defaultRetry, ...options.retry };
    this.#open = options.fail === "open";
    this.#onBypass = options.onBypass;
    this.#fetch = options.fetch ?? fetch;
  }

  /** Any operation, by its operationId: its JSON, or its text. Throws Refused, Unavailable. */
  async call<K extends keyof Operations>(operation: K, takes: Takes<K>): Promise<Operations[K]["gives"]> {
    const [method, path, isText] = operations[operation];
    const given = takes as { path?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown; person?: string; headers?: Record<string, string>; timeout?: number };
    const url = this.#base + pathOf(path, given.path ?? {}) + queryOf(given.query ?? {});
    const headers: Record<string, string> = { Authorization: `Bearer ${this.#token}`, ...given.headers };
    if (given.person !== undefined) headers["Reeve-Person"] = inUtf8(given.person);
    const init: RequestInit = { method, headers, redirect: "manual" };
    if (given.body !== undefined) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(given.body);
    }
    const again = method === "GET" || repeatable.has(operation);
    for (let failures = 1; ; ++failures) {
      const outcome = await this.#attempt(url, init, given.timeout ?? this.#timeout);
      const failed = outcome instanceof Unavailable;
      const retried = failed ? again : retriedStatuses.has(outcome.status) && (again || nothingDone.has(outcome.status));
      const wait = retried ? waitOf(this.#retry, failures, failed ? undefined : outcome.retryAfter) : undefined;
      if (wait === undefined) {
        if (failed) throw outcome;
        return valueOf(outcome, isText) as Operations[K]["gives"];
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  async #attempt(url: string, init: RequestInit, timeout: number): Promise<Answer | Unavailable> {
    try {
      const response = await this.#fetch(url, { ...init, signal: AbortSignal.timeout(timeout) });
      const asked = response.headers.get("retry-after") ?? "";
      const retryAfter = /^[0-9]{1,6}$/.test(asked) ? Number(asked) : undefined;
      return { status: response.type === "opaqueredirect" ? 307 : response.status, retryAfter, body: await response.text() };
    } catch (error) {
      if (error instanceof Error && error.name === "TimeoutError") {
        return new Unavailable("timeout", `no answer within ${timeout} ms`, { cause: error });
      }
      return new Unavailable("connection", "cannot reach the server", { cause: error });
    }
  }

  /**
   * The decision about one stage of an interaction; its record is durable. `callback` is a webhook of the
   * server's that is told of the approval, where it holds.
   */
  async decide(request: Request, options: { callback?: string } = {}): Promise<Decision> {
    let decision: Decision;
    try {
      decision = decisionOf(await this.call("decide", {
        body: request, ...(options.callback ? { headers: { "Reeve-Callback": options.callback } } : {}) }));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return this.#passed(request, error);
    }
    await this.reportBypasses();
    return decision;
  }

  /** Up to 100 at once, each with its decision or its problem, in order. */
  async decideBatch(requests: Request[]): Promise<Array<Decision | Problem>> {
    return (await this.call("decideBatch", { body: { requests } })).results;
  }

  /** The stages of one call cycle, checked in a line each. */
  interaction(system: string, actor: Request["actor"], options: StageOptions & { id?: string } = {}): Interaction {
    return new Interaction(this, system, actor, options);
  }

  approval(id: string): Promise<Approval> {
    return this.call("getApproval", { path: { id } });
  }

  /** The approval once it is not open any more, or as it is after that many milliseconds. */
  async waitForApproval(id: string, milliseconds: number): Promise<Approval> {
    const until = Date.now() + milliseconds;
    for (;;) {
      const left = Math.max(1, Math.min(30, Math.floor((until - Date.now()) / 1000)));
      const found = await this.call("getApproval", { path: { id }, query: { wait: `${left}s` }, timeout: (left + 10) * 1000 });
      if (found.state !== "open" || Date.now() >= until) return found;
    }
  }

  /** The proof that the decision is in the ledger. */
  receipt(id: string): Promise<string> {
    return this.call("getReceipt", { path: { id } });
  }

  /**
   * Reports what passed without a decision, and says how much still waits. `decide` does so by itself; call
   * it before the process ends: what waits is in memory alone.
   */
  async reportBypasses(): Promise<number> {
    if (this.#waiting.length === 0 || this.#reporting) return this.#waiting.length;
    this.#reporting = true;
    try {
      const bypasses = this.#waiting.slice(0, mostAtOnce);
      await this.call("reportBypasses", { body: { bypasses } });
      this.#waiting.splice(0, bypasses.length);
    } catch (error) {
      if (!(error instanceof ReeveError)) throw error; // they wait on
    } finally {
      this.#reporting = false;
    }
    return this.#waiting.length;
  }

  #passed(request: Request, error: Unavailable): Decision {
    if (!this.#open || this.#waiting.length >= mostWaiting || !isReportable(request)) throw error;
    this.#waiting.push({
      key: crypto.randomUUID(), system: request.system, interaction: request.interaction, stage: request.stage,
      cause: error.reason.slice(0, 64), passed: new Date().toISOString() });
    this.#onBypass?.(request, error.reason);
    return {
      id: "", effect: "allow", reasons: [], obligations: [], findings: [],
      content: { ...request.content } as Record<string, unknown>,
      ...(request.action.arguments ? { action: { arguments: request.action.arguments } } : {}),
      warnings: [{ field: "", message: `passed without a decision [${error.reason}]` }],
      bundle: "", record: { index: -1, leaf_hash: "" } };
  }
}

/** Whether nobody decided, and a client that fails open let it pass. */
export function isBypass(decision: Decision): boolean {
  return decision.id === "";
}

/** What the server would take a report of, as it would have taken the request. */
function isReportable(request: Request): boolean {
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  return ["input", "output", "tool_call", "tool_result"].includes(request.stage) &&
    [request.system, request.interaction].every((id) => typeof id === "string" && id !== "" && bytes(id) <= mostIdBytes);
}

function pathOf(path: string, values: Record<string, unknown>): string {
  return path.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
    const value = String(values[name] ?? "");
    // A dot segment would be another path.
    if (value === "" || value === "." || value === "..") throw new TypeError(`\`${name}\` is no id: \`${value}\``);
    return encodeURIComponent(value).replace(/%3A/g, ":");
  });
}

function queryOf(values: Record<string, unknown>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

/** A header takes bytes: those of UTF-8, a character each. */
function inUtf8(text: string): string {
  if (/[\x00-\x1f\x7f]/.test(text)) throw new TypeError("the person's name has a character that a header cannot have");
  return String.fromCharCode(...new TextEncoder().encode(text));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valueOf(answer: Answer, isText: boolean): unknown {
  if (answer.status >= 400) {
    const value = json(answer.body);
    const problem: Partial<Problem> = isObject(value) ? value : {};
    if (answer.status >= 500) throw new Unavailable(`http.${answer.status}`, problem.detail ?? "the server cannot answer");
    throw new Refused(answer.status, problem, answer.retryAfter);
  }
  if (answer.status >= 300) { // not followed: the token is for one server
    throw new Refused(answer.status, { code: "http.redirect", detail: "the server sent the call elsewhere" });
  }
  if (isText) return answer.body;
  const value = json(answer.body);
  if (!isObject(value)) throw new Unavailable("answer", "what came back is no answer of the server");
  return value;
}

/** A decision, and nothing that merely looks like an answer. */
function decisionOf(value: Decision): Decision {
  if (!["allow", "redact", "hold", "deny"].includes(value.effect) || !Array.isArray(value.reasons)) {
    throw new Unavailable("answer", "what came back is no decision");
  }
  return value;
}
