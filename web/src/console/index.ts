// The console: routes, and a frame around the elements.

import "../elements/index.ts";
import "./app.ts";
import { preferred, useLocale } from "../locales/index.ts";

await useLocale(preferred());
document.documentElement.lang = preferred();
if (!document.querySelector("usher-console")) document.body.append(document.createElement("usher-console"));
