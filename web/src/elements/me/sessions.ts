// One's open sessions.

import { html, nothing, type TemplateResult } from "lit";

import { api, data } from "../../client/connection.ts";
import type { Session } from "../../client/types.ts";
import type { Words } from "../../locales/index.ts";
import { failed, loading } from "../parts/states.ts";
import { time } from "../parts/time.ts";
import type { UsherSecurity } from "./security.ts";

export class Sessions {
  #sessions: Session[] | undefined;
  #error: unknown;

  constructor(private readonly element: UsherSecurity) {}

  async read(): Promise<void> {
    this.#error = undefined;
    try {
      this.#sessions = (await data(api().GET("/v1/sessions"))).data;
    } catch (error) {
      this.#error = error;
    }
    this.element.requestUpdate();
  }

  render(t: Words): TemplateResult {
    const sessions = this.#sessions;
    const others = sessions?.filter(({ current }) => !current).length ?? 0;
    return html`<section class="card" aria-labelledby="sessions">
      <div class="head">
        <h2 id="sessions">${t.sessions}</h2>
        ${
          others > 0
            ? html`<button type="button" class="small" @click=${() => this.#endOthers(t)}>${t.endOthers}</button>`
            : nothing
        }
      </div>
      ${
        this.#error !== undefined
          ? failed(this.#error, t, () => void this.read())
          : sessions
            ? this.#list(sessions, t)
            : loading(t, 2)
      }
    </section>`;
  }

  #list(sessions: Session[], t: Words): TemplateResult {
    return html`<ul class="stack plain">
      ${sessions.map(
        (session) =>
          html`<li class="head">
            <div>
              <strong>${device(session.user_agent, t)}</strong>
              ${session.current ? html`<span class="badge good">${t.thisSession}</span>` : nothing}
              <div class="small muted" title=${session.user_agent ?? ""}>
                ${session.source_ip ?? ""} · ${t.lastUsed} ${time(session.last_used_at, true)}
              </div>
            </div>
            ${
              session.current
                ? nothing
                : html`<button
                    type="button"
                    class="small"
                    aria-label=${`${t.endSession}: ${device(session.user_agent, t)}`}
                    @click=${() => this.#end(session, t)}
                  >
                    ${t.endSession}
                  </button>`
            }
          </li>`,
      )}
    </ul>`;
  }

  #end(session: Session, t: Words): void {
    this.element.dialog.ask({
      title: t.endSession,
      body: () => html`<p>${t.endSessionMeans(device(session.user_agent, t))}</p>`,
      confirm: t.endSession,
      act: async () => {
        await api().DELETE("/v1/sessions/{session}", { params: { path: { session: session.id } } });
        await this.element.changed("sessions", t.sessionEnded);
      },
    });
  }

  #endOthers(t: Words): void {
    this.element.dialog.ask({
      title: t.endOthers,
      body: () => html`<p>${t.endOthersMeans}</p>`,
      confirm: t.endOthers,
      act: async () => {
        await api().DELETE("/v1/sessions");
        await this.element.changed("sessions", t.sessionsEnded);
      },
    });
  }
}

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS/, "macOS"],
  [/Linux/, "Linux"],
];

/** What a person calls their device, as far as the browser tells it. */
function device(agent: string | null, t: Words): string {
  const found = [BROWSERS, SYSTEMS].map((all) => all.find(([sign]) => sign.test(agent ?? ""))?.[1]);
  return found.filter(Boolean).join(" · ") || agent?.split("/")[0] || t.unknownDevice;
}
