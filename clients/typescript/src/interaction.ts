// The stages of one interaction, a line each. Each gives back what to go on with, in the form that it was given
// (what was redacted is), and throws Denied, Held or Unavailable otherwise.
import type { Client } from "./client.js";
import { enforce, Unavailable } from "./errors.js";
import type { Decision, Request } from "./schema.js";

export type Message = { role: string; content: string };
export type Content = string | Message[];
type Action = Request["action"];

/** What is said of a request beside its content. */
export type StageOptions = Partial<Pick<Action, "kind" | "purpose" | "consequential" | "amount" | "currency">> &
  Partial<Pick<Request, "subject" | "model" | "channel" | "context" | "sequence" | "approval">>;

export class Interaction {
  readonly id: string;
  /** Of the stages so far. */
  readonly decisions: Decision[] = [];
  readonly #options: StageOptions;

  constructor(private readonly client: Client, private readonly system: string,
              private readonly actor: Request["actor"], options: StageOptions & { id?: string }) {
    const { id, ...rest } = options;
    this.id = id ?? `i-${crypto.randomUUID()}`;
    this.#options = rest;
  }

  /** What goes to the model. */
  input<C extends Content>(content: C, options: StageOptions = {}): Promise<C> {
    return this.#content("input", content, undefined, options);
  }

  /** What the model answered. */
  output<C extends Content>(content: C, options: StageOptions = {}): Promise<C> {
    return this.#content("output", content, undefined, options);
  }

  /** What a tool is called with. */
  async toolCall<A extends Record<string, unknown>>(tool: string, args: A, options: StageOptions = {}): Promise<A> {
    const found = (await this.#decide("tool_call", undefined, tool, args, options)).action?.["arguments"];
    if (typeof found !== "object" || found === null) throw new Unavailable("answer", "the decision has no arguments to go on with");
    return found as A;
  }

  /** What a tool gave back. */
  toolResult<C extends Content>(tool: string, content: C, options: StageOptions = {}): Promise<C> {
    return this.#content("tool_result", content, tool, options);
  }

  async #content<C extends Content>(stage: Request["stage"], content: C, tool: string | undefined, options: StageOptions): Promise<C> {
    const decision = await this.#decide(stage, content, tool, undefined, options);
    const found = typeof content === "string" ? decision.content["text"] : decision.content["messages"];
    if (typeof found !== typeof content || Array.isArray(found) !== Array.isArray(content)) {
      throw new Unavailable("answer", "the decision has no content to go on with");
    }
    return found as C;
  }

  async #decide(stage: Request["stage"], content: Content | undefined, tool: string | undefined,
                args: Record<string, unknown> | undefined, options: StageOptions): Promise<Decision> {
    const { kind, purpose, consequential, amount, currency, ...rest } = { ...this.#options, ...options };
    const action = without({ kind: kind ?? (tool ? "tool" : "chat"), tool, purpose, consequential, amount, currency, arguments: args });
    const body = content === undefined ? undefined : typeof content === "string" ? { text: content } : { messages: content };
    const request = without({ interaction: this.id, stage, system: this.system, actor: this.actor, action, content: body, ...rest });
    const decision = enforce(await this.client.decide(request as unknown as Request));
    this.decisions.push(decision);
    return decision;
  }
}

function without<T extends Record<string, unknown>>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
