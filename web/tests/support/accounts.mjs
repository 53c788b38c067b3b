// Accounts of each preset, with people in them.

export const PASSWORD = "correct horse battery staple";

/** What names can look like. */
export const HOSTILE = {
  given_name: "Maximiliane-Wilhelmina-Extraordinarily-Long-Given-Name",
  family_name: "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren",
};

let count = 0;

/** An account whose administrator has joined and is signed in. */
export async function account(system, preset, more = {}) {
  count += 1;
  const email = `ada${count}.${process.pid}@example.com`;
  const administrator = { email, given_name: "Ada", family_name: "Lovelace" };
  const body = { name: `Northwind ${preset}`, product_name: "Brightbill", preset, administrator, ...more };
  const { account: made } = await system.call("POST", "/v1/accounts", { token: system.operator, body });
  await accept(system, email, preset === "mailing" ? { given_name: "Ada", family_name: "Lovelace" } : {});
  const token = await signIn(system, email);
  return new Account(system, made.id, { email, token });
}

/** Accepts the newest invitation of someone. */
export async function accept(system, email, names = {}) {
  const body = { token: await system.secret(email), password: PASSWORD, ...names };
  return system.call("POST", "/v1/invitations/accept", { body });
}

export async function signIn(system, email) {
  return (await system.call("POST", "/v1/sessions", { body: { email, password: PASSWORD } })).token;
}

class Account {
  constructor(system, id, administrator) {
    Object.assign(this, { system, id, administrator });
  }

  call(method, path, body) {
    return this.system.call(method, `/v1/accounts/${this.id}/${path}`, { token: this.administrator.token, body });
  }

  read() {
    return this.system.call("GET", `/v1/accounts/${this.id}`, { token: this.administrator.token });
  }

  /** Invites people, who are then pending. Each has an address, and a role unless there is a default. */
  async invite(people) {
    const { results } = await this.call("POST", "invitations", { invitations: people });
    const refused = results.filter(({ verdict }) => verdict !== "invited");
    if (refused.length > 0) throw new Error(JSON.stringify(refused));
    return results;
  }

  /** Invites someone, who accepts. */
  async join(person, names = {}) {
    const [{ user }] = await this.invite([person]);
    await accept(this.system, person.email, names);
    return user;
  }

  async units(...names) {
    const made = [];
    for (const name of names) made.push((await this.call("POST", "units", { name })).id);
    return made;
  }
}
