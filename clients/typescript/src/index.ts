export { Client, isBypass, type ClientOptions, type Takes } from "./client.js";
export { Denied, enforce, Held, ReeveError, Refused, Stopped, Unavailable } from "./errors.js";
export { Interaction, type Content, type Message, type StageOptions } from "./interaction.js";
export { type Retry } from "./retry.js";
export type * from "./schema.js";
