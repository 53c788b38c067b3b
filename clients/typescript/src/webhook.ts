// Webhooks: whether what was posted comes from Usher, as it was signed, and lately.
// Signatures are those of the Standard Webhooks specification; docs/events.md says where they are.

import { createHmac, timingSafeEqual } from "node:crypto";

/** An event of Usher. docs/events.schema.json says what `before` and `after` hold, by the type. */
export interface UsherEvent {
  version: number;
  id: string;
  type: string;
  time: string;
  sequence: string;
  account: { id: string; external_id?: string } | null;
  actor: { type: string; id?: string; user?: string; principal?: string };
  target: { type: string; id: string; external_id?: string };
  request_id: string | null;
  source_ip: string | null;
  before: unknown;
  after: unknown;
  abridged?: boolean;
}

/** What was posted is not to be believed. Answer with 401. */
export class WebhookRefused extends Error {
  override readonly name = "WebhookRefused";
}

/** What is posted, and what is known. */
export interface ReceivedOptions {
  /** The secrets, each with `whsec_` before it: the present one, and for a while the one before. */
  secrets: string[];
  /** The body as it came. */
  body: string;
  /** The headers, by their names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  /** The query of the URL, where an API destination of EventBridge has the signature. */
  query?: URLSearchParams;
  /** How old a signature may be, in seconds: 300 by default; 3900 behind an API destination. */
  tolerance?: number;
  /** The present time, in seconds. */
  now?: number;
}

/** The event that was posted. Throws a `WebhookRefused` if it was forged or changed, or is too old. */
export function received(options: ReceivedOptions): UsherEvent {
  const { secrets, body, headers, query, tolerance = 300, now = Date.now() / 1000 } = options;
  const value = (name: string): string => {
    const header = headers[name];
    if (typeof header === "string") return header;
    // A plus sign in a query may have come as a blank, which base 64 does not have.
    return (query?.get(name) ?? "").replaceAll(" ", "+");
  };
  const [id, timestamp, signature] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(value);
  if (!id || !timestamp || !signature) throw new WebhookRefused("there is no signature");
  if (!/^[0-9]{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > tolerance) {
    throw new WebhookRefused("the signature is too old, or from the future");
  }
  const parsed: unknown = read(body);
  // The bytes as they came, or what they say in the form that was signed: an API destination may write it otherwise.
  const texts = [body, canonical(parsed)];
  const given = signature.split(/[ +](?=v1,)/).filter((one) => one.startsWith("v1,"));
  const isOurs = (text: string, secret: string): boolean => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const made = createHmac("sha256", key).update(`${id}.${timestamp}.${text}`).digest();
    return given.some((one) => equal(Buffer.from(one.slice(3), "base64"), made));
  };
  if (!secrets.some((secret) => texts.some((text) => isOurs(text, secret)))) {
    throw new WebhookRefused("the signature is another one");
  }
  if ((parsed as UsherEvent).id !== id) throw new WebhookRefused("the signature is of another event");
  return parsed as UsherEvent;
}

const equal = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other);

function read(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {
    // Below.
  }
  throw new WebhookRefused("the body is no event");
}

/** The canonical form of RFC 8785, for values without fractions. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}
