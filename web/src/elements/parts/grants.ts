// The form of what a user holds: roles, units, added permissions and an end date.

import { nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";

import type { Rules } from "../../client/account.ts";
import type { Grant, GrantableRole, HeldGrant, UnitScope } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";

/** A grant as it stands in the form. */
export interface Draft {
  role: string;
  units: UnitScope;
  permissions: string[];
  /** A day, or nothing. */
  ends: string;
  /** What was held before: it is sent as it was unless it was changed. */
  held?: HeldGrant;
}

/** Holds the form. What the caller may not give is shown, and stays as it is. */
export class Grants implements ReactiveController {
  drafts: Draft[] = [];
  roles: GrantableRole[] = [];
  rules: Rules | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** The look of the form comes after the list is shown, and before anybody can ask for it. */
  hostConnected(): void {
    void this.#load();
  }

  #form: typeof import("./grants-form.ts").grantsForm | undefined;

  async #load(): Promise<void> {
    this.#form ??= await import("./grants-form.ts").then(
      ({ grantsForm }) => grantsForm,
      () => undefined,
    );
    this.changed();
  }

  /** Begins with what someone holds, or with one grant of the first role. */
  begin(rules: Rules, roles: GrantableRole[], held: HeldGrant[] = []): void {
    void this.#load();
    this.rules = rules;
    this.roles = roles;
    this.drafts = held.map((grant) => ({
      role: grant.role,
      units: grant.units,
      permissions: [...grant.permissions],
      ends: day(grant.ends_at),
      held: grant,
    }));
    if (held.length === 0) this.add(rules.model.default_role ?? undefined);
    this.changed();
  }

  /** Whether another grant may be added. */
  get mayAdd(): boolean {
    return this.roles.length > 0 && (this.rules?.policies.roles_per_user === "several" || this.drafts.length === 0);
  }

  roleOf(draft: Draft): GrantableRole | undefined {
    return this.roles.find((one) => one.role === draft.role);
  }

  add(name?: string): void {
    const free = this.roles.filter((role) => !this.drafts.some((draft) => draft.role === role.role));
    // The least that can be given comes last in most models, and is the safest to begin with.
    const role = this.roles.find((one) => one.role === name) ?? free.at(-1) ?? this.roles[0];
    if (role) this.drafts = [...this.drafts, draftOf(role)];
    this.changed();
  }

  /** Takes another role, with what can be given of it. */
  choose(index: number, name: string): void {
    const role = this.roles.find((one) => one.role === name);
    if (role)
      this.drafts = this.drafts.map((draft, at) => (at === index ? { ...draftOf(role), ends: draft.ends } : draft));
    this.changed();
  }

  set(index: number, change: Partial<Draft>): void {
    this.drafts = this.drafts.map((draft, at) => (at === index ? { ...draft, ...change } : draft));
    this.changed();
  }

  remove(index: number): void {
    this.drafts = this.drafts.filter((_, at) => at !== index);
    this.changed();
  }

  changed(): void {
    this.host.requestUpdate();
  }

  /** What to send. */
  value(): Grant[] {
    return this.drafts.map((draft) => asGrant(draft, this.roleOf(draft)?.ends_at ?? null));
  }

  render(t: Words, faults: Map<string, string> = new Map()): TemplateResult | typeof nothing {
    return this.#form?.(this, t, faults) ?? nothing;
  }
}

function draftOf(role: GrantableRole): Draft {
  const units = role.units === "all" || role.units.length > 1 ? role.units : [...role.units];
  return { role: role.role, units, permissions: [], ends: day(role.ends_at) };
}

/** A day that was not changed is sent as the instant that it stands for. */
function asGrant({ role, units, permissions, ends, held }: Draft, latest: string | null): Grant {
  const instants = [held?.ends_at ?? null, latest].filter((instant) => instant !== null);
  const ends_at = instants.find((instant) => day(instant) === ends) ?? (ends || null);
  return { role, units, permissions, ends_at };
}

/** The last day of something that ends at an instant: a day ends at the midnight after it, in UTC. */
function day(instant: string | null): string {
  return instant === null ? "" : new Date(Date.parse(instant) - 1).toISOString().slice(0, 10);
}
