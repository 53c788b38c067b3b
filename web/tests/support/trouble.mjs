// An API that is slow, and what a page sends to it.

/** The bodies of what a page sends to a path from now on, except reading. */
export function sent(page, path) {
  const found = [];
  page.on("request", (request) => {
    const isIt = new URL(request.url()).pathname.endsWith(path) && request.method() !== "GET";
    if (isIt) found.push(request.postData());
  });
  return found;
}

/** Holds the next answer back until it is released: the API has done its part. */
export async function held(page, pattern) {
  let release;
  const released = new Promise((done) => (release = done));
  await page.route(
    pattern,
    async (route) => {
      const response = await fetched(route);
      await released;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  return { release };
}

/** Sends a request as the page would, whose cookie counts only from its own origin; the page gets no answer yet. */
export async function fetched(route) {
  const request = route.request();
  const cookies = await request.frame().page().context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return route.fetch({ headers: { ...request.headers(), cookie, "sec-fetch-site": "same-origin" } });
}
