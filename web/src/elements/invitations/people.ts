// The users behind invitations: invitations have ids, people read names. Each user is read once.

import type { ReactiveControllerHost } from "lit";

import { api, data } from "../../client/connection.ts";
import type { Invitation, User } from "../../client/types.ts";
import { each } from "../users/each.ts";

export class People {
  #known = new Map<string, User>();
  #asked = new Set<string>();
  #gone = new Set<string>();

  constructor(private readonly host: ReactiveControllerHost) {}

  of(id: string | null): User | undefined {
    return id === null ? undefined : this.#known.get(id);
  }

  /** The name of a user, or their address. */
  name(id: string | null): string | undefined {
    const user = this.of(id);
    return user && ([user.given_name, user.family_name].filter(Boolean).join(" ") || user.email);
  }

  /** Whether nobody can be read by this id. */
  isGone(id: string): boolean {
    return this.#gone.has(id);
  }

  /** Reads who was invited, and who invites. Users who have left stay unknown. */
  async read(account: string, invitations: Invitation[]): Promise<void> {
    // Whose invitation was declined or revoked is no user any more.
    const still = invitations.filter(({ status }) => status !== "declined" && status !== "revoked");
    const inviters = invitations.map(({ invited_by }) => invited_by).filter((id) => id !== null);
    await this.readUsers(account, [...new Set([...still.map(({ user }) => user), ...inviters])]);
  }

  async readUsers(account: string, ids: string[]): Promise<void> {
    const unknown = ids.filter((id) => !this.#asked.has(id));
    for (const id of unknown) this.#asked.add(id);
    const { failed } = await each(unknown, async (user) => {
      const found = await data(
        api().GET("/v1/accounts/{account}/users/{user}", { params: { path: { account, user } } }),
      );
      this.#known.set(user, found);
      this.host.requestUpdate();
    });
    for (const { one } of failed) this.#gone.add(one);
    if (failed.length > 0) this.host.requestUpdate();
  }
}
