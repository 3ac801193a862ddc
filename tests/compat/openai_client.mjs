// What a service writes with the npm package `openai`, as it comes from its registry.
//
//   node openai_client.mjs BASE_URL TOKEN FOLDER   (run by openai_test.py; FOLDER has node_modules)
import assert from "node:assert";
import { createRequire } from "node:module";

const [baseURL, apiKey, folder] = process.argv.slice(2);
const OpenAI = createRequire(folder + "/x.js")("openai").default;

const CARD = "4111 1111 1111 1111";
const TOOL = { type: "function", function: {
  name: "send", parameters: { type: "object", properties: { to: { type: "string" } } } } };
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const ask = (text, more = {}) => ({ model: "m", messages: [{ role: "user", content: text }], ...more });
const card = `My card is ${CARD}.`;

const whole = (await client.chat.completions.create(ask(card))).choices[0].message.content;
assert(whole.startsWith("My card is ") && !whole.includes(CARD), whole);
console.log("whole");

let said = "";
for await (const chunk of await client.chat.completions.create(ask(card, { stream: true }))) {
  said += chunk.choices[0]?.delta?.content ?? "";
}
assert.equal(said, whole);
console.log("stream");

const call = (await client.chat.completions.create(ask(card, { tools: [TOOL] }))).choices[0].message.tool_calls[0];
assert(call.function.name === "send" && !call.function.arguments.includes(CARD));
const final = await client.chat.completions.stream(ask(card, { tools: [TOOL] })).finalChatCompletion();
assert.equal(final.choices[0].message.tool_calls[0].function.arguments, call.function.arguments);
console.log("tools");

await assert.rejects(client.chat.completions.create(ask("the word is xyzzy")),
                     (error) => error.status === 403 && error.code === "proxy.denied");
console.log("denial");

const response = await client.responses.create({ model: "m", input: card });
assert(response.output_text.startsWith("My card is ") && !response.output_text.includes(CARD));
console.log("responses");
