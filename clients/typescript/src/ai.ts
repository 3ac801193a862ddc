// Vercel AI SDK: a middleware for its language models (LanguageModelV3Middleware, LanguageModelV4Middleware).
//
//   const model = wrapLanguageModel({ model: openai("..."), middleware: reeveMiddleware(client, "demo-assistant", { id: "u-1" }) });
//
// The whole prompt, with the results of tools in it, is checked before the model sees it; its texts and its
// reasoning before anybody else does, and the arguments of each tool call as such. Where the decision redacts, what goes
// on is redacted. Of a stream nothing leaves before the whole is checked; it then comes as one part a text. Files
// and images are not looked into.
import type { Client } from "./client.js";
import { Unavailable } from "./errors.js";
import type { Interaction, Message, StageOptions } from "./interaction.js";
import type { Request } from "./schema.js";

// What is used of the SDK's types, so that this needs none of its packages. Its own are narrower, version by version.
/* eslint-disable @typescript-eslint/no-explicit-any */
type Parameters = any;
type Result = any;
type Part = any;

export interface ReeveMiddleware {
  readonly specificationVersion: any;
  transformParams(options: { params: Parameters }): Promise<Parameters>;
  wrapGenerate(options: { doGenerate: () => PromiseLike<Result>; params: Parameters }): Promise<Result>;
  wrapStream(options: { doStream: () => PromiseLike<Result>; params: Parameters }): Promise<Result>;
}

export type Options = StageOptions & {
  /** The interaction that a call belongs to; by default each is one of its own. */
  interaction?: (params: Parameters) => string;
  /** Of the SDK's middleware: `v4` (AI SDK 7), or `v3`. */
  specificationVersion?: "v3" | "v4";
};

interface Place {
  role: string;
  holder: any;
  key: string | number;
}

// What a part of a message calls itself by, and where its bytes are.
const noText: ReadonlySet<string> = new Set([
  "type", "id", "role", "toolCallId", "toolName", "mediaType", "data", "filename", "providerOptions", "providerMetadata"]);

export function reeveMiddleware(client: Client, system: string, actor: Request["actor"] | (() => Request["actor"]),
                                options: Options = {}): ReeveMiddleware {
  const { interaction, specificationVersion = "v4", ...stage } = options;
  const talks = new WeakMap<object, Interaction>();
  const begin = (params: Parameters): Interaction => {
    const id = interaction?.(params);
    return client.interaction(system, typeof actor === "function" ? actor() : actor, { ...stage, ...(id ? { id } : {}) });
  };
  const talkOf = (params: Parameters): Interaction => talks.get(params) ?? begin(params);
  return {
    specificationVersion,
    async transformParams({ params }) {
      const talk = begin(params);
      const checked = { ...params, prompt: structuredClone(params.prompt) };
      const places = checked.prompt.flatMap((message: any) => [...placesIn(message.role, message, "content")]);
      await check(places, (messages) => talk.input(messages));
      talks.set(checked, talk);
      return checked;
    },
    async wrapGenerate({ doGenerate, params }) {
      const result = await doGenerate();
      return { ...result, ...await checkedOutput(talkOf(params), result) };
    },
    async wrapStream({ doStream, params }) {
      const result = await doStream();
      const parts: Part[] = [];
      for await (const part of result.stream) parts.push(part);
      return { ...result, stream: streamOf(await checkedParts(talkOf(params), parts)) };
    },
  };
}

/** Every text at or below holder[key], but for names and bytes. */
function* placesIn(role: string, holder: any, key: string | number): Generator<Place> {
  const value = holder[key];
  if (typeof value === "string") {
    if (value !== "" && !value.startsWith("data:")) yield { role, holder, key };
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; ++i) yield* placesIn(role, value, i);
  } else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !(value instanceof URL)) {
    for (const name of Object.keys(value)) if (!noText.has(name)) yield* placesIn(role, value, name);
  }
}

/** Together, and put back one for one. */
async function check(places: Place[], decide: (messages: Message[]) => Promise<Message[]>): Promise<void> {
  if (places.length === 0) return;
  const checked = await decide(places.map(({ role, holder, key }) => ({ role, content: holder[key] })));
  if (checked.length !== places.length) throw new Unavailable("answer", "the decision has not as many messages as were asked about");
  places.forEach(({ holder, key }, i) => { holder[key] = checked[i]?.content; });
}

async function checkedOutput(talk: Interaction, result: Result): Promise<Result> {
  const output: Result = { content: structuredClone(result.content) };
  if (typeof result.structuredOutputText === "string") output.structuredOutputText = result.structuredOutputText;
  const places: Place[] = output.structuredOutputText ? [...placesIn("assistant", output, "structuredOutputText")] : [];
  for (const part of output.content) {
    if (part.type !== "tool-call") for (const name of Object.keys(part)) if (!noText.has(name)) places.push(...placesIn("assistant", part, name));
  }
  await check(places, (messages) => talk.output(messages));
  for (const part of output.content) if (part.type === "tool-call") await checkToolCall(talk, part);
  return output;
}

async function checkToolCall(talk: Interaction, part: Part): Promise<void> {
  const given: unknown = JSON.parse(part.input || "{}");
  // What is no object is checked as one, and taken out of it again.
  const isObject = typeof given === "object" && given !== null && !Array.isArray(given);
  const passed = await talk.toolCall(part.toolName, isObject ? given as Record<string, unknown> : { input: given });
  part.input = JSON.stringify(isObject ? passed : passed["input"]);
}

/** The parts of a stream, each text in one piece, in the order in which they began. */
async function checkedParts(talk: Interaction, parts: Part[]): Promise<Part[]> {
  const whole: Part[] = [];
  const texts = new Map<string, Part>();
  for (const part of parts) {
    if (part.type === "text-delta" || part.type === "reasoning-delta") {
      const key = `${part.type} ${part.id}`;
      const begun = texts.get(key);
      if (begun) {
        begun.delta += part.delta;
        continue;
      }
      const copy = { ...part };
      texts.set(key, copy);
      whole.push(copy);
    } else if (part.type === "text-end" || part.type === "reasoning-end") {
      texts.delete(`${part.type.replace("-end", "-delta")} ${part.id}`);
      whole.push(part);
    } else if (!part.type.startsWith("tool-input-") && part.type !== "raw") { // the call has them whole
      whole.push(structuredClone(part));
    }
  }
  const places = whole.flatMap((part) => part.type === "text-delta" || part.type === "reasoning-delta"
    ? [...placesIn("assistant", part, "delta")] : part.type === "tool-result" ? [...placesIn("tool", part, "result")] : []);
  await check(places, (messages) => talk.output(messages));
  for (const part of whole) if (part.type === "tool-call") await checkToolCall(talk, part);
  return whole;
}

function streamOf(parts: Part[]): ReadableStream<Part> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}
