// The console: routes, and a frame around the elements.

import "../elements/index.ts";
import "./app.ts";
import { preferred, useLocale } from "../locales/index.ts";

await useLocale(preferred());
document.documentElement.lang = preferred();
const frame = document.createElement("usher-console");
const place = document.getElementById("page");
if (place) place.replaceWith(frame);
else document.body.append(frame);
