// What each seed's test begins with: an account of its preset, and its administrator before the list of users.

import { after, before } from "node:test";

import { account } from "./accounts.mjs";
import { consoleFor, launch } from "./browser.mjs";
import { start } from "./system.mjs";

/** Sets it up before the tests of a file, and takes it down after them. */
export function scene(preset, prepare = () => undefined) {
  const scene = {};
  before(async () => {
    scene.system = await start();
    scene.browser = await launch();
    scene.account = await account(scene.system, preset);
    await prepare(scene);
    scene.page = await consoleFor(scene.browser, scene.system, scene.account.administrator.email);
    await scene.page.show(`#/${scene.account.id}/users?status=active`);
  });
  after(async () => {
    await scene.browser?.close();
    scene.system?.stop();
  });
  /** A button or link of the screen, by its words. */
  scene.press = (name) =>
    scene.page.getByRole("button", { name }).or(scene.page.getByRole("link", { name })).first().click();
  scene.confirm = (name) => scene.page.getByRole("dialog").getByRole("button", { name }).click();
  scene.read = (text) => scene.page.getByText(text).first().waitFor();
  return scene;
}
