// Words of the screen that invites people.

import { plurals } from "../plural.ts";

const plural = plurals("en");

const lasts = (lifetime: string): string => {
  const count = Number.parseInt(lifetime, 10);
  if (lifetime.endsWith("d")) return plural(count, { one: "# day", other: "# days" });
  return lifetime.endsWith("h")
    ? plural(count, { one: "# hour", other: "# hours" })
    : plural(count, { one: "# minute", other: "# minutes" });
};

export const invite = {
  inviteUsers: "Invite users",
  mayNotInvite: "You cannot invite people",
  mayNotInviteHint: "Ask an administrator of the account to do it, or to let you.",
  whoToInvite: "Who",
  addresses: "Email addresses",
  addressesHint: "One or many, as you have them: one a line, with commas or semicolons, or copied from an email.",
  orFile: "Or a table (CSV)",
  fileHint: "Drop it here or choose it. Any columns, with commas, semicolons or tabs.",
  setPermissions: "Set permissions",
  setPermissionsHint: "For everybody in this list. In the next step, single people can get something else.",
  nothingIsSentYet: "Nothing is sent yet.",
  linkLasts: (lifetime: string) => `An invitation works for ${lasts(lifetime)}.`,
  noAddresses: "Enter at least one email address.",
  emptyFile: "There is nothing in this file.",
  columnsOfFile: "What the columns hold",
  columnsHint: (count: number) => plural(count, { one: "The file has one row.", other: "The file has # rows." }),
  firstRowIsHeader: "The first row has the names of the columns",
  column: (number: number) => `Column ${number}`,
  notUsed: "Not used",
  emptyColumn: "empty",
  checkBeforeSending: "Look before you send",
  checking: "Checking…",
  readyAndNot: (ready: number, attention: number) =>
    `${plural(ready, { one: "# person will be invited", other: "# people will be invited" })}${
      attention === 0
        ? "."
        : `; ${plural(attention, { one: "# row needs attention", other: "# rows need attention" })}.`
    }`,
  onlyAttention: "Only what needs attention",
  perRow: "Role by row",
  asForAll: "As for all",
  nothingNeedsAttention: "Nothing needs attention.",
  removeRow: "Remove",
  result: "Result",
  rowsOf: (from: number, to: number, count: number) => `${from} to ${to} of ${count}`,
  willBeInvited: "Will be invited",
  verdicts: {
    invited: "Invited",
    already_invited: "Already invited",
    already_member: "Already a user",
    deactivated: "Deactivated user",
    disposable_address: "Disposable address",
    duplicate: "Twice in the list",
    invalid: "Not valid",
    not_allowed: "More than you may give",
    try_again: "Not done, try again",
  },
  sendInvitations: (count: number) => plural(count, { one: "Send invitation", other: "Send # invitations" }),
  sending: (done: number, total: number) => `${done} of ${total} sent`,
  invitationsSent: (count: number) =>
    plural(count, { one: "One invitation is on its way.", other: "# invitations are on their way." }),
  whatBecameOfIt: "What became of it",
  toPending: "To the pending invitations",
  downloadResult: "Download the result",
  mendTheRest: (count: number) => plural(count, { one: "Mend the other row", other: "Mend the other # rows" }),
  inviteMore: "Invite more people",
};
