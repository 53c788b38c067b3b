// Usher's API for programs in TypeScript: the types are generated from the OpenAPI document, and what is here is thin.

export { data, pages, usher, type Page, type Usher, type UsherOptions } from "./client.js";
export { UsherError, type Problem } from "./problem.js";
export type { components, operations, paths } from "./schema.js";
export { received, WebhookRefused, type ReceivedOptions, type UsherEvent } from "./webhook.js";
