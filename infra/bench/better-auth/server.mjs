// better-auth in memory, with an organization of 1,000 users and its owner: what the benchmark compares Usher with.
// Prints its address, and the ids that requests name.

import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { toNodeHandler } from "better-auth/node";
import { admin, organization } from "better-auth/plugins";

const USERS = 1000;
const password = "correct horse battery staple";
const tables = ["user", "session", "account", "verification", "organization", "member", "invitation"];
const database = Object.fromEntries(tables.map((table) => [table, []]));

const auth = betterAuth({
  baseURL: "http://127.0.0.1",
  secret: "a secret of the benchmark, of no use to anyone",
  database: memoryAdapter(database),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  advanced: { disableCSRFCheck: true, disableOriginCheck: true },
  plugins: [
    admin(),
    organization({ sendInvitationEmail: async () => {}, invitationLimit: 1e6, membershipLimit: 1e6 }),
  ],
});

const { user: ada } = await auth.api.signUpEmail({ body: { email: "ada@example.com", name: "Ada", password } });
database.user[0].role = "admin";
const { id: organizationId } = await auth.api.createOrganization({
  body: { name: "Northwind", slug: "northwind", userId: ada.id },
});
for (let number = 0; number < USERS; number += 1) {
  const [id, now] = [`person-${number}`, new Date()];
  const email = `person-${String(number).padStart(6, "0")}@example.com`;
  const dates = { createdAt: now, updatedAt: now };
  database.user.push({ id, email, name: "Grace Hopper", emailVerified: true, role: "user", banned: false, ...dates });
  database.member.push({ id: `member-${number}`, organizationId, userId: id, role: "member", createdAt: now });
}

const server = createServer(toNodeHandler(auth));
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ port: server.address().port, organizationId }));
});
