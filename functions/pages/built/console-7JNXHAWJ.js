import{a as rt,b as W,c as M,d as it,e as nt,f as Lt,g as $,h as de,i as jt,j as N}from"./part-FY7E7K3J.js";import{a as Bt,b as Yt,c as Kt,d as Qt,e as Vt,f as ot,h as Jt}from"./part-EVVEY56S.js";import{a as L,b as h,c as tt,d as st,e as p,f as E,g as Wt,h as Nt,i as n,j as d,k as Ae,l as Gt,m as Oe}from"./part-SLHB3UJ4.js";import"./part-TPPPVKXB.js";import"./part-3TRCUYIK.js";import{a as m,b as f,c as y,d as me,e as c}from"./part-K54E55J2.js";var k=r=>(s,e)=>{e!==void 0?e.addInitializer(()=>{customElements.define(r,s)}):customElements.define(r,s)};var Sr={attribute:!0,type:String,converter:Wt,reflect:!1,hasChanged:Nt},Er=(r=Sr,s,e)=>{let{kind:t,metadata:i}=e,o=globalThis.litPropertyMetadata.get(i);if(o===void 0&&globalThis.litPropertyMetadata.set(i,o=new Map),t==="setter"&&((r=Object.create(r)).wrapped=!0),o.set(e.name,r),t==="accessor"){let{name:a}=e;return{set(l){let u=s.get.call(this);s.set.call(this,l),this.requestUpdate(a,u,r,!0,l)},init(l){return l!==void 0&&this.C(a,void 0,r,l),l}}}if(t==="setter"){let{name:a}=e;return function(l){let u=this[a];s.call(this,l),this.requestUpdate(a,u,r,!0,l)}}throw Error("Unsupported decorator location: "+t)};function x(r){return(s,e)=>typeof e=="object"?Er(r,s,e):((t,i,o)=>{let a=i.hasOwnProperty(o);return i.constructor.createProperty(o,t),a?Object.getOwnPropertyDescriptor(i,o):void 0})(r,s,e)}function v(r){return x({...r,state:!0,attribute:!1})}var Xt=E`
  a {
    color: var(--_accent);
    text-underline-offset: 0.15em;
  }

  button,
  a.button,
  a.primary {
    align-items: center;
    background: var(--_surface);
    border: 1px solid var(--_strong-line);
    border-radius: var(--_radius);
    color: var(--_text);
    cursor: pointer;
    display: inline-flex;
    font: inherit;
    font-weight: 550;
    gap: 0.4rem;
    justify-content: center;
    max-inline-size: 100%;
    min-block-size: 2.25rem;
    overflow-wrap: anywhere;
    padding: 0.3rem 0.85rem;
    text-align: center;
    text-decoration: none;
  }

  button:hover,
  a.button:hover {
    background: var(--_sunken);
  }

  button:disabled {
    cursor: default;
    opacity: 0.5;
  }

  button.primary,
  a.primary {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
  }

  button.danger {
    background: var(--_danger);
    border-color: var(--_danger);
    color: var(--_on-danger);
  }

  button.primary:hover,
  a.primary:hover,
  button.danger:hover {
    filter: brightness(0.93);
  }

  button.warning {
    border-color: var(--_danger);
    color: var(--_danger);
  }

  button.link,
  button.quiet {
    background: none;
    border: 0;
    min-block-size: 1.5rem;
    padding: 0.1rem 0.25rem;
  }

  button.link {
    color: var(--_accent);
    font-weight: inherit;
    padding: 0;
    text-align: start;
    text-decoration: underline;
  }

  button.quiet:hover {
    background: color-mix(in srgb, currentColor 12%, transparent);
  }

  button.small {
    font-size: 0.8125rem;
    min-block-size: 1.875rem;
    overflow-wrap: normal;
    padding: 0.1rem 0.6rem;
  }

  input:not([type="checkbox"], [type="radio"]),
  select,
  textarea {
    background: var(--_surface);
    border: 1px solid var(--_strong-line);
    border-radius: var(--_radius);
    color: inherit;
    font: inherit;
    inline-size: 100%;
    min-block-size: 2.25rem;
    min-inline-size: 0;
    padding: 0.3rem 0.6rem;
  }

  textarea {
    resize: vertical;
  }

  input[type="checkbox"],
  input[type="radio"] {
    accent-color: var(--_accent);
    block-size: 1.125rem;
    flex: none;
    inline-size: 1.125rem;
    margin: 0;
  }

  [aria-invalid="true"] {
    border-color: var(--_danger) !important;
  }

  .field {
    align-content: start;
    display: grid;
    gap: 0.25rem;
    min-inline-size: 0;
  }

  .field > label,
  .field > .label,
  legend {
    font-size: 0.875rem;
    font-weight: 550;
    padding: 0;
  }

  .field > .hint {
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  .field > .fault {
    color: var(--_danger);
    font-size: 0.8125rem;
  }

  .choice {
    align-items: start;
    display: flex;
    gap: 0.5rem;
    padding-block: 0.2rem;
  }

  .choice input {
    margin-block-start: 0.15rem;
  }
`;var Zt=E`
  .head,
  .actions,
  .toolbar {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem;
  }

  .head {
    justify-content: space-between;
  }

  .head > div:first-child {
    flex: 0 1 auto;
    min-inline-size: 0;
  }

  .actions {
    justify-content: end;
  }

  .actions.start {
    justify-content: start;
  }

  .toolbar {
    align-items: end;
  }

  .toolbar > .field {
    flex: 0 1 12rem;
  }

  .toolbar > .field.grow {
    flex: 1 1 14rem;
  }

  .stack {
    align-content: start;
    display: grid;
    gap: 0.9rem;
    grid-template-columns: minmax(0, 1fr);
  }

  .columns {
    align-items: start;
    display: grid;
    gap: 1rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
  }

  .pair {
    display: grid;
    gap: 0.9rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr));
  }

  .card {
    align-content: start;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.5);
    display: grid;
    gap: 0.9rem;
    grid-template-columns: minmax(0, 1fr);
    padding: clamp(0.9rem, 3cqi, 1.25rem);
  }

  .card.flush {
    gap: 0;
    overflow: hidden;
    padding: 0;
  }

  .facts {
    display: grid;
    gap: 0.4rem 1rem;
    grid-template-columns: minmax(6rem, auto) minmax(0, 1fr);
  }

  .facts dt {
    color: var(--_muted);
  }

  .announcement {
    inset-block-start: 0.5rem;
    position: sticky;
    z-index: 1;
  }

  .announcement:not(:has(.said)),
  [role="status"]:not(:has(*), p),
  [role="alert"]:not(:has(*)) {
    position: absolute;
  }

  .said {
    align-items: start;
    background: color-mix(in srgb, var(--_good) 14%, var(--_surface));
    border: 1px solid var(--_good);
    border-radius: var(--_radius);
    display: flex;
    gap: 0.5rem;
    justify-content: space-between;
    padding: 0.5rem 0.75rem;
  }

  .said.fault,
  .notice.fault {
    background: color-mix(in srgb, var(--_danger) 10%, var(--_surface));
    border-color: var(--_danger);
  }

  .notice {
    align-items: start;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    display: grid;
    gap: 0.6rem;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    padding: 0.9rem 1rem;
  }

  .notice.empty {
    border: 0;
    justify-items: center;
    padding: 3rem 1.25rem;
    text-align: center;
  }

  .notice.empty .title {
    font-size: 1.0625rem;
    font-weight: 600;
  }

  .notice.empty p:not(.title) {
    color: var(--_muted);
    max-inline-size: 34rem;
  }

  .skeleton {
    display: grid;
    gap: 1rem;
    padding: 1.25rem;
  }

  .bone {
    background: var(--_line);
    block-size: 0.9rem;
    border-radius: 99px;
    inline-size: 100%;
  }

  .bone:nth-child(odd) {
    inline-size: 72%;
  }

  .card.flush > .notice.fault {
    margin: 1rem;
  }

  .pager {
    border-block-start: 1px solid var(--_line);
    display: flex;
    gap: 0.6rem;
    justify-content: end;
    padding: 0.75rem 1rem;
  }

  dialog {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.5);
    box-shadow: 0 1rem 3rem rgb(0 0 0 / 0.3);
    color: inherit;
    inline-size: min(32rem, calc(100vw - 1.5rem));
    max-block-size: calc(100dvh - 1.5rem);
    overflow: auto;
    padding: 1.25rem;
  }

  dialog.wide {
    inline-size: min(46rem, calc(100vw - 1.5rem));
  }

  dialog::backdrop {
    background: rgb(8 10 18 / 0.5);
  }

  dialog form {
    display: grid;
    gap: 1rem;
    grid-template-columns: minmax(0, 1fr);
  }

  ul {
    padding-inline-start: 1.1rem;
  }

  .plain,
  .names,
  .permissions {
    list-style: none;
    padding: 0;
  }

  .plain > li + li {
    border-block-start: 1px solid var(--_line);
    padding-block-start: 0.9rem;
  }

  .names {
    columns: 14rem auto;
    max-block-size: 12rem;
    overflow-y: auto;
  }

  .permissions {
    columns: 15rem auto;
    padding-block-start: 0.5rem;
  }

  summary {
    cursor: pointer;
    font-weight: 550;
  }

  pre {
    background: var(--_sunken);
    border-radius: var(--_radius);
    font-size: 0.8125rem;
    margin: 0.4rem 0 0;
    max-block-size: 16rem;
    max-inline-size: 30rem;
    overflow: auto;
    padding: 0.6rem;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  code {
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }
`;var es=E`
  table {
    border-collapse: collapse;
    inline-size: 100%;
  }

  caption {
    text-align: start;
  }

  th,
  td {
    border-block-end: 1px solid var(--_line);
    overflow-wrap: break-word;
    padding: 0.65rem 0.9rem;
    text-align: start;
    vertical-align: top;
  }

  tbody th {
    overflow-wrap: anywhere;
  }

  thead th {
    overflow-wrap: normal;
  }

  td summary {
    font-weight: 400;
    white-space: nowrap;
  }

  td.wrap {
    min-inline-size: 9rem;
    overflow-wrap: anywhere;
  }

  td time {
    white-space: nowrap;
  }

  tbody th .small {
    font-weight: 400;
  }

  tbody tr:last-child > * {
    border-block-end: 0;
  }

  thead th {
    background: var(--_sunken);
    color: var(--_muted);
    font-size: 0.8125rem;
    font-weight: 600;
    white-space: nowrap;
  }

  tbody th {
    font-weight: 550;
  }

  tbody tr:hover {
    background: color-mix(in srgb, var(--_sunken) 60%, transparent);
  }

  td.tight,
  th.tight {
    inline-size: 1px;
    padding-inline-end: 0;
    white-space: nowrap;
  }

  td.end .actions {
    flex-wrap: nowrap;
  }

  .scroll,
  .listed {
    overflow-x: auto;
    position: relative;
  }

  .badge {
    background: color-mix(in srgb, var(--_tint, var(--_muted)) 13%, var(--_surface));
    border-radius: 99px;
    color: var(--_tint, var(--_muted));
    display: inline-block;
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 1.3;
    padding: 0.15rem 0.6rem;
    white-space: nowrap;
  }

  .badge.good {
    --_tint: var(--_good);
  }

  .badge.warn {
    --_tint: var(--_warn);
  }

  .badge.bad {
    --_tint: var(--_danger);
  }

  .tabs {
    border-block-end: 1px solid var(--_line);
    display: flex;
    gap: 0.25rem;
    overflow-x: auto;
    padding-inline: 0.5rem;
  }

  .tabs button {
    background: none;
    border: 0;
    border-block-end: 3px solid transparent;
    border-radius: 0;
    color: var(--_muted);
    flex: none;
    min-block-size: 2.75rem;
    outline-offset: -3px;
    padding-inline: 0.75rem;
    white-space: nowrap;
  }

  .tabs button[aria-pressed="true"] {
    border-color: var(--_accent);
    color: var(--_text);
  }

  .tabs .count {
    background: var(--_sunken);
    border-radius: 99px;
    font-size: 0.8125rem;
    padding: 0 0.5rem;
  }

  .card.flush > .toolbar,
  .card.flush > .selection {
    border-block-end: 1px solid var(--_line);
    padding: 0.9rem 1rem;
  }

  .selection {
    align-items: center;
    background: color-mix(in srgb, var(--_accent) 8%, var(--_surface));
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem;
  }

  .narrow {
    display: none;
  }

  @container (max-width: 44rem) {
    table.stacks,
    table.stacks tbody,
    table.stacks tr,
    table.stacks tbody th,
    table.stacks td {
      display: block;
    }

    table.stacks thead th:not(.tight),
    table.stacks thead:not(:has(.tight)) {
      block-size: 1px;
      clip-path: inset(50%);
      display: block;
      inline-size: 1px;
      overflow: hidden;
      position: absolute;
      white-space: nowrap;
    }

    table.stacks thead:has(.tight),
    table.stacks thead .tight {
      display: block;
      inline-size: auto;
      padding-inline: 1rem;
    }

    table.stacks thead tr:has(.tight) {
      padding: 0;
    }

    .narrow {
      display: inline;
    }

    table.stacks tr {
      border-block-end: 1px solid var(--_line);
      padding: 0.75rem 1rem;
    }

    table.stacks tr:last-child {
      border-block-end: 0;
    }

    table.stacks tr:has(.tight) {
      padding-inline-start: 2.9rem;
      position: relative;
    }

    table.stacks td.tight {
      inset-block-start: 0.9rem;
      inset-inline-start: 1rem;
      position: absolute;
    }

    table.stacks tbody th,
    table.stacks td {
      border: 0;
      inline-size: auto;
      overflow-wrap: anywhere;
      padding: 0.15rem 0;
      white-space: normal;
    }

    table.stacks td[data-label] {
      display: grid;
      gap: 0.5rem;
      grid-template-columns: 5.5rem minmax(0, 1fr);
      justify-items: start;
    }

    table.stacks td[data-label]::before {
      color: var(--_muted);
      content: attr(data-label);
      font-size: 0.8125rem;
      padding-block-start: 0.1rem;
    }

    table.stacks td.end .actions {
      flex-wrap: wrap;
      justify-content: start;
      padding-block-start: 0.4rem;
    }
  }
`;var ts=E`
  :host {
    --_accent: var(--usher-accent, light-dark(#2451c4, #9db8ff));
    --_on-accent: var(--usher-on-accent, light-dark(#ffffff, #0c1330));
    --_text: var(--usher-text, light-dark(#171c28, #e9ecf4));
    --_muted: var(--usher-muted, light-dark(#545e72, #a9b2c5));
    --_surface: var(--usher-surface, light-dark(#ffffff, #171b25));
    --_sunken: var(--usher-sunken, light-dark(#f3f5f9, #10131b));
    --_line: var(--usher-line, light-dark(#dce1ea, #2e3545));
    --_strong-line: light-dark(#7f889b, #6f7a90);
    --_danger: light-dark(#b3261e, #ffb4ab);
    --_on-danger: light-dark(#ffffff, #3b0906);
    --_good: light-dark(#176b3a, #84d6a3);
    --_warn: light-dark(#8a5300, #f3c069);
    --_radius: var(--usher-radius, 0.5rem);
    --_font: var(--usher-font, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif);
    color: var(--_text);
    display: block;
    font: 0.9375rem/1.5 var(--_font);
    overflow-wrap: anywhere;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .frame {
    container-type: inline-size;
    display: grid;
    gap: 1rem;
    grid-template-columns: minmax(0, 1fr);
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  fieldset {
    border: 0;
    margin: 0;
    min-inline-size: 0;
    padding: 0;
  }

  h1 {
    font-size: 1.5rem;
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.25;
  }

  h2 {
    font-size: 1.125rem;
    font-weight: 650;
    line-height: 1.35;
  }

  h3 {
    font-size: 0.9375rem;
    font-weight: 650;
  }

  .muted {
    color: var(--_muted);
  }

  .small {
    font-size: 0.8125rem;
  }

  .hidden {
    block-size: 1px;
    clip-path: inset(50%);
    inline-size: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: no-preference) {
    a,
    button,
    input,
    select {
      transition:
        background-color 0.12s,
        border-color 0.12s;
    }
  }
`;var Ce=[ts,Xt,Zt,es];var b=class extends Ae{constructor(){super(...arguments);this.account="";this.forgetRules=Oe;this.#e=()=>this.requestUpdate()}static{this.styles=Ce}connectedCallback(){super.connectedCallback(),W.addEventListener("change",this.#e)}disconnectedCallback(){super.disconnectedCallback(),W.removeEventListener("change",this.#e)}get t(){return M()}say(e,t=!1){this.said={text:e,isFault:t}}quiet(){this.said=void 0}async readRules(){return this.rules=await Gt(this.account),this.rules}linkTo(e,t,i="link"){let o=st(e);return o!==void 0?n`<a class=${i} href=${o}>${t}</a>`:n`<button type="button" class=${i} @click=${()=>this.open(e)}>${t}</button>`}open(e){this.send("usher-open",e);let t=st(e);t!==void 0&&location.assign(t)}send(e,t){this.dispatchEvent(new CustomEvent(e,{detail:t,bubbles:!0,composed:!0}))}announcement(){let{said:e}=this,t=()=>this.quiet();return n`<div class="announcement" role="status" aria-live="polite">
      ${e?n`<p class=${e.isFault?"said fault":"said"}>
              <span>${e.text}</span>
              <button type="button" class="quiet" aria-label=${this.t.dismiss} @click=${t}>×</button>
            </p>`:d}
    </div>`}#e};m([x()],b.prototype,"account",2),m([v()],b.prototype,"rules",2),m([v()],b.prototype,"said",2);function G(r,s){if(!(r instanceof L))return s.problems.unreachable??"";let e=s.problems[r.code];return r.code==="rate_limited"&&r.retryAfter!==void 0?s.tryAgainIn(r.retryAfter):e!==void 0?e:r.status>=500?s.problems.unavailable??"":r.problem?.detail??s.problems.unavailable??""}function ss(r,s){let e=new Map;if(!(r instanceof L))return e;for(let t of r.problem?.errors??[])e.has(t.field)||e.set(t.field,s.faults[t.code]??t.message);return e}var T=class{constructor(s){this.host=s;s.addController(this)}#e;#t;#s=!1;hostUpdated(){let s=this.host.renderRoot.querySelector("dialog");s&&!s.open&&s.showModal()}ask(s){this.#e=s,this.#t=void 0,this.#s=!1,this.host.requestUpdate()}close(){this.#e=void 0,this.host.requestUpdate(),this.host.updateComplete.then(()=>{document.activeElement===document.body&&this.host.renderRoot.querySelector("h1, h2")?.focus()})}render(s){let e=this.#e;if(e===void 0)return d;let t=ss(this.#t,s);return n`<dialog
      class=${e.wide?"wide":""}
      aria-labelledby="dialog-title"
      @close=${()=>this.close()}
      @cancel=${i=>this.#s&&i.preventDefault()}
    >
      <form @submit=${i=>this.#r(i,e)} novalidate>
        <h2 id="dialog-title">${e.title}</h2>
        <div class="stack">${e.body(t)}</div>
        <div role="alert">
          ${this.#t!==void 0?n`<p class="said fault">${G(this.#t,s)}</p>`:d}
        </div>
        <div class="actions">
          <button type="button" @click=${Ur}>${e.confirm?s.cancel:s.close}</button>
          ${e.confirm?n`<button
                  type="submit"
                  class=${e.isDangerous?"danger":"primary"}
                  ?disabled=${this.#s}
                >
                  ${this.#s?s.working:e.confirm}
                </button>`:d}
        </div>
      </form>
    </dialog>`}async#r(s,e){if(s.preventDefault(),this.#s||e.act===void 0)return;let t=s.target;this.#s=!0,this.host.requestUpdate();try{await e.act(new FormData(t)),this.#e===e&&(t.closest("dialog")?.close(),this.close())}catch(i){this.#t=i}this.#s=!1,this.host.requestUpdate()}};function Ur(r){r.target.closest("dialog")?.close()}function R(r,s=new Map){let{name:e,label:t,value:i="",type:o="text",autocomplete:a="off",hint:l,isRequired:u=!1,id:g=e}=r,Z=s.get(e),H=[l===void 0?"":`${g}-hint`,Z===void 0?"":`${g}-fault`];return n`<div class="field">
    <label for=${g}>${t}</label>
    <input
      id=${g}
      name=${e}
      type=${o}
      value=${i}
      autocomplete=${a}
      ?required=${u}
      aria-invalid=${Z===void 0?d:"true"}
      aria-describedby=${H.join(" ").trim()||d}
    />
    ${l===void 0?d:n`<span class="hint" id="${g}-hint">${l}</span>`}
    ${Z===void 0?d:n`<span class="fault" id="${g}-fault">${Z}</span>`}
  </div>`}function Ie(r,s,e,t=!1){let i=(o,a,l)=>R({name:o,label:a,value:s?.[o]??"",autocomplete:t?l:"off"},e);return n`<div class="pair">
    ${i("given_name",r.givenName,"given-name")} ${i("family_name",r.familyName,"family-name")}
  </div>`}function A(r,s=5){return n`<div class="skeleton" role="status">
    <span class="hidden">${r.loading}</span>
    ${Array.from({length:s},()=>n`<span class="bone"></span>`)}
  </div>`}function U(r,s,e){return n`<div class="notice fault" role="alert">
    <p>${G(r,s)}</p>
    <button type="button" @click=${e}>${s.tryAgain}</button>
  </div>`}function I(r,s,e=d){return n`<div class="notice empty">
    <p class="title">${r}</p>
    <p>${s}</p>
    ${e}
  </div>`}function j(r,s,e,t){if(r.state==="failed")return U(r.error,s,()=>{r.reload()});if(r.state==="loading"&&r.rows.length===0)return A(s);let i=r.rows.length===0;return n`<div class="listed" aria-busy=${r.state==="loading"}>${i?e():t()}</div>
    ${Pr(r,s)}`}function Pr(r,s){return!r.hasNext&&!r.hasPrevious?d:n`<nav class="pager" aria-label=${s.pages}>
    <button type="button" ?disabled=${!r.hasPrevious} @click=${()=>r.previous()}>${s.previousPage}</button>
    <button type="button" ?disabled=${!r.hasNext} @click=${()=>r.next()}>${s.nextPage}</button>
  </nav>`}var rs={en:"English",fr:"Fran\xE7ais"},$e,we,B,is,ns,qe,ee=class extends b{constructor(){super(...arguments);y(this,B);this.mayUpdate=!1;y(this,$e,"");y(this,we,new T(this))}willUpdate(e){e.has("account")&&c(this,B,qe).call(this)}render(){let{t:e,shown:t,error:i}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${e.account}</h1></div>
      ${t?c(this,B,is).call(this,t):i===void 0?n`<div class="card">${A(e)}</div>`:U(i,e,()=>{c(this,B,qe).call(this)})}
      ${f(this,we).render(e)}
    </div>`}};$e=new WeakMap,we=new WeakMap,B=new WeakSet,is=function(e){let{t}=this;return n`<section class="card" aria-labelledby="settings">
      <div class="head">
        <h2 id="settings">${t.settings}</h2>
        ${this.mayUpdate?n`<button type="button" class="small" @click=${()=>c(this,B,ns).call(this,e)}>${t.edit}</button>`:d}
      </div>
      <dl class="facts">
        <dt>${t.name}</dt>
        <dd>${e.name}</dd>
        <dt>${t.productName}</dt>
        <dd>${e.product_name}</dd>
        <dt>${t.supportAddress}</dt>
        <dd>${e.support_address??"\u2014"}</dd>
        <dt>${t.languageOfEmails}</dt>
        <dd>${rs[e.locale]}</dd>
        <dt>${t.added}</dt>
        <dd>${$(e.created_at)}</dd>
      </dl>
    </section>`},ns=function(e){let{t}=this;f(this,we).ask({title:t.settings,body:i=>n` ${R({name:"name",label:t.name,value:e.name,isRequired:!0},i)}
          ${R({name:"product_name",label:t.productName,value:e.product_name,hint:t.productNameHint},i)}
          ${R({name:"support_address",label:t.supportAddress,type:"email",value:e.support_address??""},i)}
          <div class="field">
            <label for="locale">${t.languageOfEmails}</label>
            <select id="locale" name="locale">
              ${Object.entries(rs).map(([o,a])=>n`<option value=${o} ?selected=${o===e.locale}>${a}</option>`)}
            </select>
          </div>`,confirm:t.save,act:async i=>{let o=u=>String(i.get(u)??"").trim(),a={name:o("name"),product_name:o("product_name"),support_address:o("support_address")||null,locale:o("locale")},l={path:{account:this.account},header:{"If-Match":f(this,$e)}};this.shown=await h(p().PATCH("/v1/accounts/{account}",{params:l,body:a})),this.say(t.saved),this.send("usher-account-changed",this.shown),await c(this,B,qe).call(this)}})},qe=async function(){this.error=void 0;try{let e=await p().GET("/v1/accounts/{account}",{params:{path:{account:this.account}}});me(this,$e,e.response.headers.get("etag")??""),this.shown=e.data}catch(e){this.error=e}},m([x({type:Boolean,attribute:"may-update"})],ee.prototype,"mayUpdate",2),m([v()],ee.prototype,"shown",2),m([v()],ee.prototype,"error",2),ee=m([k("usher-account")],ee);var z=class{constructor(s,e){this.host=s;this.read=e;this.rows=[];this.state="loading";this.#t=[void 0];this.#s=0;s.addController(this)}#e;#t;#s;hostConnected(){}get hasNext(){return this.#e!=null}get hasPrevious(){return this.#t.length>1}restart(){return this.#t=[void 0],this.reload()}next(){return this.#t.push(this.#e??void 0),this.reload()}previous(){return this.#t.pop(),this.reload()}async reload(){let s=++this.#s;this.state="loading",this.host.requestUpdate();try{let e=await this.#r(this.#t.at(-1));if(s!==this.#s)return;this.rows=e.data,this.#e=e.page.after,this.state="ready"}catch(e){if(s!==this.#s)return;this.error=e,this.state="failed"}this.host.requestUpdate()}replace(s){this.rows=this.rows.map(e=>e.id===s.id?s:e),this.host.requestUpdate()}remove(s){this.rows=this.rows.filter(e=>e.id!==s),this.host.requestUpdate()}async#r(s){let e=await this.read(s);for(let t=1;t<5&&e.data.length===0&&e.page.after!=null;t+=1)e=await this.read(e.page.after);return e}};var Ar={en:()=>import("./part-DWXDMEIP.js"),fr:()=>import("./part-LOFFJR3D.js"),de:()=>import("./part-DVSZWSTQ.js"),es:()=>import("./part-WPRB5JF7.js"),"en-XA":()=>import("./part-RVU7OFXN.js")};async function os(){return(await Ar[W.tag]?.())?.actions??{}}async function ke(r,s,e=()=>{}){let t={done:[],failed:[]},i=[...r],o=async()=>{for(let a=i.shift();a!==void 0;a=i.shift()){let l=a;await s(l).then(u=>t.done.push({one:l,result:u}),u=>t.failed.push({one:l,error:u})),e(t.done.length+t.failed.length)}};return await Promise.all(Array.from({length:4},o)),t}var te=class{constructor(s){this.host=s}#e=new Map;#t=new Set;of(s){return s===null?void 0:this.#e.get(s)}name(s){let e=this.of(s);return e&&([e.given_name,e.family_name].filter(Boolean).join(" ")||e.email)}async read(s,e){let t=e.filter(({status:o})=>o!=="declined"&&o!=="revoked"),i=e.map(({invited_by:o})=>o).filter(o=>o!==null);await this.readUsers(s,[...new Set([...t.map(({user:o})=>o),...i])])}async readUsers(s,e){let t=e.filter(i=>!this.#t.has(i));for(let i of t)this.#t.add(i);await ke(t,async i=>{let o=await h(p().GET("/v1/accounts/{account}/users/{user}",{params:{path:{account:s,user:i}}}));this.#e.set(i,o),this.host.requestUpdate()})}};var xe,se,P,as,ls,ds,cs,us,ps,ms,hs,Y=class extends b{constructor(){super(...arguments);y(this,P);this.target="";this.label="";this.heading="1";this.filters={};this.names={};y(this,xe,"");this.list=new z(this,e=>c(this,P,hs).call(this,e));y(this,se,new te(this))}willUpdate(e){f(this,xe)!==this.t.tag&&(me(this,xe,this.t.tag),os().then(t=>this.names=t,()=>{})),["account","target","filters"].some(t=>e.has(t))&&this.list.restart().then(()=>c(this,P,ms).call(this))}render(){let{t:e,list:t}=this;if(this.heading==="2"&&t.state==="failed"&&t.error.status===403)return n``;let i=this.label||e.auditTrail;return n`<div class="frame">
      ${this.heading==="1"?n`<div class="head"><h1 tabindex="-1">${i}</h1></div>`:n`<h2>${i}</h2>`}
      <section class="card flush" aria-label=${i}>
        ${this.heading==="1"?c(this,P,as).call(this):d}
        ${j(t,e,()=>I(e.noEvents,e.noEventsHint),()=>c(this,P,ls).call(this))}
      </section>
    </div>`}};xe=new WeakMap,se=new WeakMap,P=new WeakSet,as=function(){let{t:e,filters:t}=this,i=o=>a=>c(this,P,ps).call(this,{[o]:a.target.value});return n`<search class="toolbar">
      <div class="field grow">
        <label for="action">${e.whatHappened}</label>
        <select id="action" @change=${i("action")}>
          <option value="">${e.everything}</option>
          ${Object.entries(this.names).map(([o,a])=>n`<option value=${o} ?selected=${t.action===o}>${a}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="from">${e.from}</label>
        <input id="from" type="date" .value=${t.from??""} @change=${i("from")} />
      </div>
      <div class="field">
        <label for="to">${e.to}</label>
        <input id="to" type="date" .value=${t.to??""} @change=${i("to")} />
      </div>
    </search>`},ls=function(){let{t:e}=this,t=[e.when,e.whatHappened,e.who,...this.target?[]:[e.toWhom],e.details];return n`<table class="stacks" role="table">
      <caption class="hidden">
        ${e.auditTrail}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${t.map(i=>n`<th scope="col" role="columnheader">${i}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${this.list.rows.map(i=>c(this,P,ds).call(this,i))}
      </tbody>
    </table>`},ds=function(e){let{t}=this;return n`<tr role="row">
      <td role="cell" data-label=${t.when}>${$(e.at,!0)}</td>
      <td role="cell" data-label=${t.whatHappened}>${this.names[e.action]??e.action}</td>
      <td role="cell" class="wrap" data-label=${t.who}>${c(this,P,cs).call(this,e)}</td>
      ${this.target?d:n`<td role="cell" class="wrap" data-label=${t.toWhom}>${c(this,P,us).call(this,e.target)}</td>`}
      <td role="cell" data-label=${t.details}>
        <details>
          <summary>${t.beforeAndAfter}</summary>
          <pre tabindex="0">
${JSON.stringify({before:e.before,after:e.after,source_ip:e.source_ip},null,2)}</pre>
        </details>
      </td>
    </tr>`},cs=function({actor:e}){let{t}=this;return e.type==="user"?f(this,se).name(e.id)??t.someone:e.type==="api_token"?t.tokenOf(f(this,se).name(e.user)??t.someone):e.type==="operator"?t.operator:t.byItself},us=function(e){let{t}=this,i=f(this,se).of(e);return i?this.linkTo({screen:"user",user:i.id},f(this,se).name(e)):n`<span title=${e}>${t.targets[e.split("_",1)[0]??""]??e}</span>`},ps=function(e){this.filters=Object.fromEntries(Object.entries({...this.filters,...e}).filter(([,t])=>t)),this.send("usher-filters",this.filters)},ms=async function(){let e=this.list.rows.flatMap(({actor:t,target:i})=>[t.type==="user"?t.id:t.type==="api_token"?t.user:"",i]);await f(this,se).readUsers(this.account,[...new Set(e)].filter(t=>t.startsWith("usr_")))},hs=function(e){let{account:t,target:i,filters:o}=this,a={...o,...i&&{target:i},...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/audit-events",{params:{path:{account:t},query:a}}))},m([x()],Y.prototype,"target",2),m([x()],Y.prototype,"label",2),m([x()],Y.prototype,"heading",2),m([x({attribute:!1})],Y.prototype,"filters",2),m([v()],Y.prototype,"names",2),Y=m([k("usher-audit")],Y);var ze="/v1/accounts/{account}/users/{user}",at="/v1/accounts/{account}/invitations/{invitation}";function De(r,s){return h(p().POST(`${ze}/deactivate`,{params:{path:{account:r,user:s}}}))}function Fe(r,s,e){let t=e?{grants:e}:{};return h(p().POST(`${ze}/reactivate`,{params:{path:{account:r,user:s}},body:t}))}async function fs(r,s){await p().DELETE(ze,{params:{path:{account:r,user:s}}})}function He(r,s,e,t){return lt(r,s,{grants:e},t)}function lt(r,s,e,t){let i=t===void 0?{}:{"If-Match":t};return h(p().PATCH(ze,{params:{path:{account:r,user:s},header:i},body:e}))}function Le(r,s){return h(p().GET(at,{params:{path:{account:r,invitation:s.invitation??""}}}))}function he(r,s){return h(p().POST(`${at}/resend`,{params:{path:{account:r,invitation:s}}}))}function We(r,s){return h(p().POST(`${at}/revoke`,{params:{path:{account:r,invitation:s}}}))}var Or={pending:"warn",lapsed:"bad",accepted:"good",declined:"",revoked:"",expired:"bad"},Mr={unsent:"",queued:"",sent:"",delivered:"good",failed:"bad",suppressed:"bad",bounced:"bad",complained:"bad"},Ne=(r,s)=>n`<span class="badge ${Or[r]}">${s.invitationStatus[r]}</span>`;function Ge({delivery:{status:r,at:s,reason:e}},t){return n`<span class="badge ${Mr[r]}">${t.deliveryStatus[r]}</span>
    <span class="small muted">${$(s,!0)}</span>
    ${e===null?d:n`<div class="small muted">${e}</div>`}`}function vs(r,s,e){let t=[e.user,e.role,e.status,e.emailDelivery,e.sentBy,e.expires];return n`<table class="stacks" role="table">
    <caption class="hidden">
      ${e.invitations}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${t.map(i=>n`<th scope="col" role="columnheader">${i}</th>`)}
        <th scope="col" role="columnheader"><span class="hidden">${e.actionsHead}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${s.map(i=>Cr(r,i,e))}
    </tbody>
  </table>`}function Cr(r,s,e){let{people:t,rules:i}=r,o=t.of(s.user),a=["pending","lapsed","expired"].includes(s.status),l=o?r.linkTo({screen:"user",user:o.id},t.name(o.id)??s.email):s.email;return n`<tr role="row">
    <th scope="row" role="rowheader">
      ${l}
      ${o&&t.name(o.id)!==o.email?n`<div class="small muted">${o.email}</div>`:d}
    </th>
    <td role="cell" data-label=${e.role}>${o&&a?N(o.grants,i,e):"\u2014"}</td>
    <td role="cell" data-label=${e.status}>${Ne(s.status,e)}</td>
    <td role="cell" data-label=${e.emailDelivery}>${Ge(s,e)}</td>
    <td role="cell" data-label=${e.sentBy}>
      ${s.invited_by===null?e.operator:t.name(s.invited_by)??e.someone}
      <div class="small muted">${$(s.created_at)}</div>
    </td>
    <td role="cell" data-label=${e.expires}>${a?$(s.expires_at):"\u2014"}</td>
    <td role="cell" class="end"><div class="actions">${Ir(r,s,e)}</div></td>
  </tr>`}function Ir(r,s,e){let t=o=>s.allowed_actions.includes(o),i=o=>`${o}: ${s.email}`;return[t("resend")?n`<button
          type="button"
          class="small"
          aria-label=${i(e.resendInvitation)}
          @click=${()=>r.askResend(s)}
        >
          ${e.resend}
        </button>`:d,t("revoke")?n`<button
          type="button"
          class="small warning"
          aria-label=${i(e.revokeInvitation)}
          @click=${()=>r.askRevoke(s)}
        >
          ${e.revoke}
        </button>`:d]}var qr=["pending","lapsed","expired","accepted","declined","revoked"],zr=["queued","sent","delivered","bounced","complained","suppressed","failed","unsent"],Dr=300,ve,Re,_,dt,gs,ct,ut,ys,je,bs,fe=class extends b{constructor(){super(...arguments);y(this,_);this.filters={};this.list=new z(this,e=>c(this,_,bs).call(this,e));this.people=new te(this);y(this,ve,new T(this));y(this,Re)}willUpdate(e){!e.has("account")&&!e.has("filters")||(e.has("account")&&this.readRules().catch(()=>{}),this.list.restart().then(()=>this.people.read(this.account,this.list.rows)))}render(){let{t:e,list:t}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${e.invitations}</h1>
        ${c(this,_,ut).call(this)}
      </div>
      <section class="card flush" aria-label=${e.invitations}>
        ${c(this,_,gs).call(this)}
        ${j(t,e,()=>c(this,_,ys).call(this),()=>vs(this,t.rows,e))}
      </section>
      ${f(this,ve).render(e)}
    </div>`}askResend(e){let{t}=this;f(this,ve).ask({title:t.resendInvitation,body:()=>n`<p>${t.resendMeans(e.email)}</p>`,confirm:t.resendInvitation,act:async()=>c(this,_,dt).call(this,"resend",await he(this.account,e.id),t.invitationSent(e.email))})}askRevoke(e){let{t}=this;f(this,ve).ask({title:t.revokeInvitation,body:()=>n`<p>${t.revokeMeans(e.email)}</p>`,confirm:t.revokeInvitation,isDangerous:!0,act:async()=>c(this,_,dt).call(this,"revoke",await We(this.account,e.id),t.invitationRevoked(e.email))})}};ve=new WeakMap,Re=new WeakMap,_=new WeakSet,dt=function(e,t,i){let{status:o}=this.filters;o&&t.status!==o?this.list.remove(t.id):this.list.replace(t),this.say(i),this.send("usher-changed",{action:e,invitations:[t]})},gs=function(){let{t:e,filters:t}=this,i=o=>{let a=o.target.value.trim();clearTimeout(f(this,Re)),me(this,Re,setTimeout(()=>c(this,_,je).call(this,{query:a}),Dr))};return n`<search class="toolbar">
      <div class="field grow">
        <label for="query">${e.searchAddress}</label>
        <input id="query" type="search" autocomplete="off" .value=${t.query??""} @input=${i} />
      </div>
      ${c(this,_,ct).call(this,"status",e.status,e.anyStatus,qr.map(o=>[o,e.invitationStatus[o]]))}
      ${c(this,_,ct).call(this,"delivery",e.emailDelivery,e.anyDelivery,zr.map(o=>[o,e.deliveryStatus[o]]))}
    </search>`},ct=function(e,t,i,o){return n`<div class="field">
      <label for=${e}>${t}</label>
      <select id=${e} @change=${l=>c(this,_,je).call(this,{[e]:l.target.value})}>
        <option value="">${i}</option>
        ${o.map(([l,u])=>n`<option value=${l??""} ?selected=${this.filters[e]===l}>${u}</option>`)}
      </select>
    </div>`},ut=function(e=`+ ${this.t.inviteUsers}`){return this.rules?.toInvite.length?this.linkTo({screen:"invite"},e,"primary button"):d},ys=function(){let{t:e}=this;if(Object.keys(this.filters).length===0)return I(e.noInvitations,e.noInvitationsHint,c(this,_,ut).call(this,e.inviteUsers));let t=()=>c(this,_,je).call(this,{query:"",status:"",delivery:""});return I(e.nothingFound,e.nobodyFoundHint,n`<button type="button" @click=${t}>${e.clearFilters}</button>`)},je=function(e){let t=Object.entries({...this.filters,...e}).filter(([,i])=>i);this.filters=Object.fromEntries(t),this.send("usher-filters",this.filters)},bs=function(e){let t={...this.filters,...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/invitations",{params:{path:{account:this.account},query:t}}))},m([x({attribute:!1})],fe.prototype,"filters",2),fe=m([k("usher-invitations")],fe);var re=class{constructor(s){this.host=s;this.drafts=[];this.roles=[];s.addController(this)}hostConnected(){this.#t()}#e;async#t(){this.#e??=await import("./part-A3YDT6JZ.js").then(({grantsForm:s})=>s,()=>{}),this.changed()}begin(s,e,t=[]){this.#t(),this.rules=s,this.roles=e,this.drafts=t.map(i=>({role:i.role,units:i.units,permissions:[...i.permissions],ends:pt(i.ends_at),held:i})),t.length===0&&this.add(s.model.default_role??void 0),this.changed()}get mayAdd(){return this.roles.length>0&&(this.rules?.policies.roles_per_user==="several"||this.drafts.length===0)}roleOf(s){return this.roles.find(e=>e.role===s.role)}add(s){let e=this.roles.filter(i=>!this.drafts.some(o=>o.role===i.role)),t=this.roles.find(i=>i.role===s)??e.at(-1)??this.roles[0];t&&(this.drafts=[...this.drafts,$s(t)]),this.changed()}choose(s,e){let t=this.roles.find(i=>i.role===e);t&&(this.drafts=this.drafts.map((i,o)=>o===s?{...$s(t),ends:i.ends}:i)),this.changed()}set(s,e){this.drafts=this.drafts.map((t,i)=>i===s?{...t,...e}:t),this.changed()}remove(s){this.drafts=this.drafts.filter((e,t)=>t!==s),this.changed()}changed(){this.host.requestUpdate()}value(){return this.drafts.map(s=>Fr(s,this.roleOf(s)?.ends_at??null))}render(s,e=new Map){return this.#e?.(this,s,e)??d}};function $s(r){let s=r.units==="all"||r.units.length>1?r.units:[...r.units];return{role:r.role,units:s,permissions:[],ends:pt(r.ends_at)}}function Fr({role:r,units:s,permissions:e,ends:t,held:i},o){let l=[i?.ends_at??null,o].filter(u=>u!==null).find(u=>pt(u)===t)??(t||null);return{role:r,units:s,permissions:e,ends_at:l}}function pt(r){return r===null?"":new Date(Date.parse(r)-1).toISOString().slice(0,10)}var ge=E`
  .grant {
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    display: grid;
    gap: 0.9rem;
    grid-template-columns: minmax(0, 1fr);
    justify-items: stretch;
    padding: 0.9rem;
  }

  .grant > button {
    justify-self: start;
  }

  .units {
    gap: 0.25rem;
  }

  .choices {
    column-gap: 1.25rem;
    columns: 13rem auto;
    max-block-size: 16rem;
    overflow-y: auto;
  }

  .choices .choice {
    break-inside: avoid;
  }
`;var ws=E`
  .drop {
    background: var(--_sunken);
    border: 2px dashed var(--_strong-line);
    border-radius: var(--_radius);
    display: grid;
    gap: 0.4rem;
    padding: 0.9rem;
  }

  .drop label {
    font-size: 0.875rem;
    font-weight: 550;
  }

  .drop input[type="file"] {
    background: none;
    border: 0;
    padding: 0;
  }

  .between {
    justify-content: space-between;
  }

  .columns-of-file {
    display: grid;
    gap: 0.9rem;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 12rem), 1fr));
  }

  table.rows td {
    padding: 0.4rem 0.5rem;
  }

  table.rows td:first-child {
    min-inline-size: 14rem;
    padding-inline-start: 1rem;
  }

  table.rows select {
    min-inline-size: 7rem;
  }

  .card.flush > p.notice {
    border: 0;
    margin: 0;
  }

  progress {
    accent-color: var(--_accent);
    block-size: 1rem;
    inline-size: 100%;
  }

  @container (max-width: 44rem) {
    table.rows td,
    table.rows td:first-child {
      min-inline-size: 0;
      padding-inline: 0;
    }
  }
`;function xs(r){return Hr(r).flatMap(s=>{let e=/^(.*?)<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(s);if(e)return[{email:ks(e[2]??""),...Lr(e[1]??"")}];let t=s.split(/\s+/).filter(i=>i.includes("@"));return t.length>0?t.map(i=>({email:ks(i),given_name:"",family_name:""})):s===""?[]:[{email:s,given_name:"",family_name:""}]})}function Hr(r){return(r.match(/(?:"[^"\n]*"|[^",;\n])+/g)??[]).map(s=>s.trim()).filter(s=>s!=="")}function ks(r){return r.replace(/^mailto:/i,"").replace(/^[<("'[]+|[>)"'\].,:;]+$/g,"")}function Lr(r){let s=r.trim().replace(/^["']|["']$/g,"").trim(),[e,t]=s.split(/,\s*/);if(t!==void 0)return{given_name:t,family_name:e??""};let i=s.split(/\s+/);return{given_name:i[0]??"",family_name:i.slice(1).join(" ")}}function Rs(r,s){let{t:e}=r,t=u=>r.text=u.target.value,i=u=>{r.file(u.target.files?.[0])},o=u=>u.preventDefault(),a=u=>{u.preventDefault(),r.file(u.dataTransfer?.files[0])};return n`<form class="stack" @submit=${u=>{u.preventDefault(),r.next()}}>
    <div class="columns">
      <section class="card" aria-labelledby="who">
        <h2 id="who">${e.whoToInvite}</h2>
        <div class="field">
          <label for="addresses">${e.addresses}</label>
          <textarea
            id="addresses"
            rows="7"
            spellcheck="false"
            autocapitalize="off"
            aria-describedby="addresses-hint"
            placeholder="grace@example.com&#10;Alan Turing &lt;alan@example.com&gt;"
            .value=${r.text}
            @input=${t}
          ></textarea>
          <span class="hint" id="addresses-hint">${e.addressesHint}</span>
        </div>
        <div class="drop" @dragover=${o} @drop=${a}>
          <label for="file">${e.orFile}</label>
          <input id="file" type="file" accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values" @change=${i} />
          <span class="small muted">${e.fileHint}</span>
        </div>
      </section>
      <section class="card" aria-labelledby="permissions">
        <h2 id="permissions">${e.setPermissions}</h2>
        <p class="muted">${e.setPermissionsHint}</p>
        ${r.grants.render(e)}
      </section>
    </div>
    <div class="actions">
      <span class="small muted">${e.nothingIsSentYet} ${e.linkLasts(s.policies.invitation?.lifetime??"")}</span>
      <button type="submit" class="primary">${e.next}</button>
    </div>
  </form>`}var Wr=100,Nr=3;async function _s(r,s){let e=s.isBulk?Wr:1;for(let t=0,i=r;t<Nr&&i.length>0;t+=1){let o=[];for(let a=0;a<i.length;a+=e){let l=i.slice(a,a+e),u=await Gr(l,s);for(let[g,{verdict:Z}]of u)Z==="try_again"&&o.push(g);s.progress(u)}i=o}}async function Gr(r,{account:s,forAll:e,isDry:t}){let o={invitations:r.map(l=>({email:l.email,...l.given_name&&{given_name:l.given_name},...l.family_name&&{family_name:l.family_name},grants:Kt(l,e)})),dry_run:t},a=await h(p().POST("/v1/accounts/{account}/invitations",{params:{path:{account:s}},body:o}));return new Map(a.results.flatMap(l=>{let u=r[l.index];return u?[[u,l]]:[]}))}var w,Ts,Ss,ht,ft,vt,gt,Es,_e,O=class extends b{constructor(){super(...arguments);y(this,w);this.step="collect";this.text="";this.rows=[];this.onlyAttention=!1;this.isPerRow=!1;this.page=0;this.done=0;this.total=0;this.grants=new re(this)}willUpdate(e){e.has("account")&&c(this,w,ft).call(this)}render(){let{t:e}=this;return n`<div class="frame">
      ${this.announcement()}
      <nav aria-label=${e.back}>${this.linkTo({screen:"users"},n`← ${e.users}`)}</nav>
      <div class="head"><h1 tabindex="-1">${e.inviteUsers}</h1></div>
      ${c(this,w,Ts).call(this)}
    </div>`}async next(){if(!this.rules)return;let e=xs(this.text);if(e.length===0)return this.say(this.t.noAddresses,!0);this.quiet(),await c(this,w,vt).call(this,e.map(Bt))}async file(e){if(!e||!this.rules)return;let{csv:t}=await c(this,w,ht).call(this),i=t(await e.text());if(i.rows.length===0)return this.say(this.t.emptyFile,!0);this.quiet(),this.table=i,this.step="map",c(this,w,_e).call(this)}async mapped(){let{table:e,rules:t}=this;if(!e||!t)return;let i=Yt(e,e.columns,t);this.isPerRow=i.some(o=>o.role!==""||o.units!==void 0),await c(this,w,vt).call(this,i)}async mend(e,t){let i={...e,...t,verdict:void 0,errors:void 0};this.rows=this.rows.map(o=>o.id===e.id?i:o),await this.check([i])}async drop(e){this.rows=this.rows.filter(t=>t!==e),this.rows.length===0?this.again():await this.check(this.rows.filter(({verdict:t})=>t==="duplicate"))}async check(e){let t=Qt(this.rows);this.rows=this.rows.map(o=>t.has(o.id)?{...o,verdict:"duplicate"}:o);let i=new Set(e.map(({id:o})=>o));await c(this,w,gt).call(this,this.rows.filter(({id:o})=>i.has(o)&&!t.has(o)),!0)}async invite(){let e=this.rows.filter(Vt);this.step="sending",this.done=0,this.total=e.length,await c(this,w,gt).call(this,e,!1),this.step=this.error===void 0?"done":"review";let t=this.rows.filter(i=>i.isSent&&i.verdict==="invited").length;t>0&&this.send("usher-invited",{count:t}),this.error===void 0&&this.say(this.t.invitationsSent(t)),c(this,w,_e).call(this)}again(){this.step="collect",this.rows=[],this.table=void 0,this.text="",this.error=void 0,this.quiet(),c(this,w,_e).call(this)}};w=new WeakSet,Ts=function(){let{t:e,rules:t,error:i,later:o}=this;if(!t)return i===void 0?n`<div class="card">${A(e)}</div>`:U(i,e,()=>{c(this,w,ft).call(this)});if(t.toInvite.length===0)return n`<div class="card">${I(e.mayNotInvite,e.mayNotInviteHint)}</div>`;let a={collect:Rs,map:o?.mapping??mt,review:Jt,done:o?.result??mt,sending:mt}[this.step];return n`${a(this,t)} ${i===void 0?d:c(this,w,Ss).call(this,i)}`},Ss=function(e){return U(e,this.t,()=>{this.check(this.rows.filter(({verdict:t})=>t===void 0))})},ht=async function(){return this.later??=await import("./part-EBF76CNH.js")},ft=async function(){this.error=void 0,c(this,w,ht).call(this).catch(()=>{});try{let e=await this.readRules();this.grants.begin(e,e.toInvite)}catch(e){this.error=e}},vt=async function(e){this.rows=e,this.page=0,this.step="review",c(this,w,_e).call(this),await this.check(e)},gt=async function(e,t){this.error=void 0;let i=this.rules?.policies.invitation?.bulk??!0,o=a=>c(this,w,Es).call(this,a,!t);try{await _s(e,{account:this.account,forAll:this.grants.value(),isDry:t,isBulk:i,progress:o})}catch(a){this.error=a,this.say(G(a,this.t),!0)}},Es=function(e,t){let i=new Map([...e].map(([{id:o},a])=>[o,a]));this.rows=this.rows.map(o=>{let a=i.get(o.id);if(!a)return o;let l=t&&a.verdict!=="try_again";return{...o,verdict:a.verdict,errors:a.errors,isSent:l}}),this.done+=e.size},_e=function(){this.updateComplete.then(()=>this.renderRoot.querySelector("h1")?.focus())},O.styles=[...b.styles,ge,ws],m([v()],O.prototype,"step",2),m([v()],O.prototype,"text",2),m([v()],O.prototype,"table",2),m([v()],O.prototype,"rows",2),m([v()],O.prototype,"onlyAttention",2),m([v()],O.prototype,"isPerRow",2),m([v()],O.prototype,"page",2),m([v()],O.prototype,"error",2),m([v()],O.prototype,"done",2),m([v()],O.prototype,"total",2),m([v()],O.prototype,"later",2),O=m([k("usher-invite")],O);function mt({t:r,done:s,total:e}){return n`<section class="card" aria-live="polite">
    <label for="progress">${r.sending(s,e)}</label>
    <progress id="progress" max=${e} .value=${s}></progress>
  </section>`}var Te,C,yt,Us,Ps,As,Os,bt,ce=class extends b{constructor(){super(...arguments);y(this,C);y(this,Te,new T(this))}firstUpdated(){c(this,C,bt).call(this)}willUpdate(e){e.has("account")&&this.account&&this.readRules().catch(()=>{})}render(){let{t:e,me:t,error:i}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${e.myProfile}</h1></div>
      ${t?n`<div class="columns">${c(this,C,Ps).call(this,t)} ${c(this,C,As).call(this,t)}</div>`:i===void 0?n`<div class="card">${A(e)}</div>`:U(i,e,()=>{c(this,C,bt).call(this)})}
      ${f(this,Te).render(e)}
    </div>`}};Te=new WeakMap,C=new WeakSet,yt=function(){return this.me?.accounts.find(({id:e})=>e===this.account)??this.me?.accounts[0]},Us=function({id:e}){return e===this.account?this.rules:void 0},Ps=function(e){let{t}=this,i=f(this,C,yt)?.user,o=e.accounts.some(({user:a})=>a?.allowed_actions.includes("update_names"));return n`<section class="card" aria-labelledby="names">
      <div class="head">
        <h2 id="names">${t.personalDetails}</h2>
        ${o?n`<button type="button" class="small" @click=${()=>c(this,C,Os).call(this)}>${t.editName}</button>`:d}
      </div>
      <dl class="facts">
        <dt>${t.givenName}</dt>
        <dd>${i?.given_name??"\u2014"}</dd>
        <dt>${t.familyName}</dt>
        <dd>${i?.family_name??"\u2014"}</dd>
        <dt>${t.email}</dt>
        <dd>${e.email}</dd>
      </dl>
      ${o?d:n`<p class="small muted">${t.namesByAdministrators}</p>`}
    </section>`},As=function(e){let{t}=this;return n`<section class="card" aria-labelledby="accounts">
      <h2 id="accounts">${t.accounts}</h2>
      <ul class="stack plain">
        ${e.accounts.map(i=>n`<li class="head">
              <div>
                <strong>${i.name}</strong>
                ${i.suspended?n`<span class="badge bad">${t.suspended}</span>`:d}
                <div class="small">
                  ${i.user?N(i.user.grants,c(this,C,Us).call(this,i),t):d}
                </div>
              </div>
              ${i.id===this.account?n`<span class="badge good">${t.inUse}</span>`:n`<button
                      type="button"
                      class="small"
                      ?disabled=${i.suspended}
                      aria-label=${`${t.openAccount}: ${i.name}`}
                      @click=${()=>this.send("usher-account",{account:i.id})}
                    >
                      ${t.openAccount}
                    </button>`}
            </li>`)}
      </ul>
    </section>`},Os=function(){let{t:e}=this,t=f(this,C,yt)?.user;f(this,Te).ask({title:e.editName,body:i=>n`<p class="muted">${e.nameEverywhere}</p>
          ${Ie(e,t,i,!0)}`,confirm:e.save,act:async i=>{let o={given_name:String(i.get("given_name")),family_name:String(i.get("family_name"))};this.me=await h(p().PATCH("/v1/me",{body:o})),this.say(e.nameChanged),this.send("usher-profile",this.me)}})},bt=async function(){this.error=void 0;try{this.me=await h(p().GET("/v1/me"))}catch(e){this.error=e}},m([v()],ce.prototype,"me",2),m([v()],ce.prototype,"error",2),ce=m([k("usher-profile")],ce);var Ms=E`
  .card.flush > h2 {
    padding: 0.9rem 1rem;
  }

  .matrix td,
  .matrix thead th:not(:first-child) {
    text-align: center;
  }

  .matrix th:first-child {
    background: var(--_surface);
    inset-inline-start: 0;
    min-inline-size: 8rem;
    position: sticky;
  }

  .matrix thead th {
    min-inline-size: 6rem;
    white-space: normal;
  }

  .matrix thead th:first-child,
  .matrix .group th {
    background: var(--_sunken);
  }

  .matrix .group th {
    font-weight: 650;
  }

  .matrix tbody tr:last-child > * {
    border-block-end: 1px solid var(--_line);
  }

  .yes,
  .level.full {
    color: var(--_good);
    font-weight: 600;
  }

  .level.none {
    color: var(--_muted);
  }
`;var Cs=[["none",[]],["view",["read"]],["edit",["read","update"]],["full",["create","delete","read","update"]]];function Is(r){let s=qs(r),e=new Map;for(let i of r.roles){let o=s.map(({name:a})=>Br(i,a));if(o.some(a=>a===void 0))return;e.set(i,o)}return s.every(({actions:i})=>i.every(({name:o})=>Cs[3]?.[1].includes(o)))?e:void 0}var jr=["access_model","account","api_tokens","audit","units","users"],qs=r=>r.resources.filter(({name:s})=>!jr.includes(s));function Br(r,s){let t=r.permissions.filter(i=>i.startsWith(`${s}:`)).map(i=>i.split(":").slice(1).join(":")).sort();return Cs.find(([,i])=>i.join()===t.join())?.[0]}function zs(r,s,e){return n`<div class="card flush">
    <h2 id="levels">${e.levels}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="levels">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${e.role}</th>
            ${qs(r).map(({title:t})=>n`<th scope="col">${t}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${[...s].map(([t,i])=>n`<tr>
                <th scope="row">${t.title}</th>
                ${i.map(o=>n`<td class="level ${o}">${e.levelNames[o]}</td>`)}
              </tr>`)}
        </tbody>
      </table>
    </div>
  </div>`}function Ds(r,s){let{roles:e}=r;return n`<div class="card flush">
    <h2 id="matrix">${s.allPermissions}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="matrix">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${s.permission}</th>
            ${e.map(({title:t})=>n`<th scope="col">${t}</th>`)}
          </tr>
        </thead>
        ${r.resources.map(t=>n`<tbody>
              <tr class="group">
                <th scope="rowgroup" colspan=${e.length+1}>${t.title}</th>
              </tr>
              ${t.actions.map(i=>n`<tr>
                    <th scope="row">${i.title??jt(i.name,s)}</th>
                    ${e.map(o=>Yr(o,`${t.name}:${i.name}`,s))}
                  </tr>`)}
            </tbody>`)}
      </table>
    </div>
  </div>`}function Yr(r,s,e){let t=`${s}:own`;return r.permissions.includes(s)?n`<td class="yes"><span aria-hidden="true">✓</span><span class="hidden">${e.yes}</span></td>`:r.permissions.includes(t)?n`<td class="yes">✓ ${e.own}</td>`:[s,t].some(i=>r.customizable.includes(i))?n`<td class="muted">${e.canBeAdded}</td>`:n`<td class="muted"><span aria-hidden="true">–</span><span class="hidden">${e.no}</span></td>`}var K,Fs,Hs,$t,ue=class extends b{constructor(){super(...arguments);y(this,K)}willUpdate(e){e.has("account")&&c(this,K,$t).call(this)}render(){let{t:e,rules:t,error:i}=this;return n`<div class="frame">
      <div class="head"><h1 tabindex="-1">${e.roles}</h1></div>
      ${t?c(this,K,Fs).call(this,t.model):i===void 0?n`<div class="card">${A(e)}</div>`:U(i,e,()=>{c(this,K,$t).call(this)})}
    </div>`}};K=new WeakSet,Fs=function(e){let{t,rules:i}=this,o=Is(e);return n`<div class="columns">${e.roles.map(a=>c(this,K,Hs).call(this,a))}</div>
      ${o?zs(e,o,t):d} ${Ds(e,t)}
      <p class="small muted">
        ${i?.model.customization==="none"?t.rolesAreFixed:t.rolesCanBeChanged} ${t.listUsersOfRole}
      </p>`},Hs=function(e){let{t}=this,i={screen:"users",filters:{status:"active",role:e.name}};return n`<section class="card">
      <div class="head">
        <h2>${e.title}</h2>
        ${e.manages_users?n`<span class="badge good">${t.managesUsers}</span>`:d}
      </div>
      ${e.description===null?d:n`<p class="muted">${e.description}</p>`}
      <div>${this.linkTo(i,t.usersWithRole(e.title))}</div>
    </section>`},$t=async function(){this.error=void 0;try{await this.readRules()}catch(e){this.error=e}},ue.styles=[...b.styles,Ms],m([v()],ue.prototype,"error",2),ue=m([k("usher-roles")],ue);var Be=E`
  .qr {
    background: #ffffff;
    border-radius: var(--_radius);
    justify-self: center;
    padding: 0.5rem;
  }

  .secret {
    display: block;
    font-size: 0.9375rem;
    overflow-wrap: anywhere;
  }

  .codes {
    columns: 14rem auto;
    list-style: none;
    padding: 0;
  }

  .codes li {
    padding-block: 0.2rem;
  }
`;function Ls(r){let{t:s}=r;return n`<section class="card" aria-labelledby="password-card">
    <h2 id="password-card">${s.password}</h2>
    <p class="muted">${s.passwordHint}</p>
    <div><button type="button" @click=${()=>Kr(r)}>${s.changePassword}</button></div>
  </section>`}function Kr(r){let{t:s}=r,e=r.me?.email??"";r.dialog.ask({title:s.changePassword,body:t=>n`<p class="muted">${s.otherSessionsEnd}</p>
        <input type="text" autocomplete="username" hidden .value=${e} />
        ${Ye("current_password",s.currentPassword,"current-password",t)}
        ${Ye("new_password",s.newPassword,"new-password",t)}
        <label class="choice"> <input type="checkbox" name="end_api_tokens" /><span>${s.endApiTokens}</span> </label>`,confirm:s.changePassword,act:async t=>{let i={current_password:String(t.get("current_password")),new_password:String(t.get("new_password")),end_api_tokens:t.has("end_api_tokens")};await p().POST("/v1/me/password",{body:i}),await r.changed("password",s.passwordChanged)}})}var Ye=(r,s,e,t)=>R({name:r,label:s,type:"password",autocomplete:e,isRequired:!0},t);function wt(r,s){let{t:e}=r,t=s.join(`
`),i=()=>navigator.clipboard.writeText(t).then(()=>r.say(e.copied));r.dialog.ask({title:e.recoveryCodes,body:()=>n`<p>${e.keepCodes}</p>
        <ul class="codes">
          ${s.map(o=>n`<li><code>${o}</code></li>`)}
        </ul>
        <div class="actions start"><button type="button" @click=${i}>${e.copy}</button></div>`})}function Ns(r,s){let{t:e}=r,{enabled:t,confirmed_at:i,recovery_codes_left:o}=s.second_factor,a=s.accounts.some(({second_factor:u})=>u!=="off"),l=s.accounts.some(({second_factor:u})=>u==="required");return n`<section class="card" aria-labelledby="second-factor">
    <div class="head">
      <h2 id="second-factor">${e.secondFactor}</h2>
      <span class="badge ${t?"good":"warn"}">${t?e.on:e.off}</span>
    </div>
    <p class="muted">
      ${t?n`${e.onSince} ${$(i)}. ${e.codesLeft(o)}`:e.secondFactorHint}
    </p>
    <div class="actions start">
      ${t?n`<button type="button" @click=${()=>Vr(r)}>${e.newRecoveryCodes}</button>
              <button type="button" @click=${()=>Ws(r,!0)}>${e.replaceSecondFactor}</button>
              ${l?d:n`<button type="button" class="warning" @click=${()=>Jr(r)}>${e.turnOff}</button>`}`:a?n`<button type="button" class="primary" @click=${()=>Ws(r,!1)}>${e.setUp}</button>`:n`<span class="muted">${e.secondFactorNotOffered}</span>`}
    </div>
  </section>`}function kt(r,s,e){let{t}=r;return n`${Ye("password",t.password,"current-password",e)}
  ${s?R({name:"code",label:t.codeOrRecovery,autocomplete:"one-time-code",hint:t.codeHint},e):d}`}function pe(r){let s=String(r.get("code")??"").trim(),e=/^[\d\s-]{6,8}$/.test(s);return{password:String(r.get("password")),...s!==""&&(e?{code:s}:{recovery_code:s})}}function Ws(r,s){let{t:e}=r;r.dialog.ask({title:s?e.replaceSecondFactor:e.setUpSecondFactor,body:t=>n`<p class="muted">${e.proveFirst}</p>
        ${kt(r,s,t)}`,confirm:e.next,act:async t=>{let{secret:i,qr_svg:o}=await h(p().POST("/v1/me/second-factor",{body:pe(t)}));Qr(r,i,o)}})}function Qr(r,s,e){let{t}=r,i=`data:image/svg+xml,${encodeURIComponent(e)}`;r.dialog.ask({title:t.setUpSecondFactor,body:o=>n`<p>${t.scanCode}</p>
        <img class="qr" src=${i} alt=${t.qrCode} width="200" height="200" />
        <p class="small">${t.orEnterSecret} <code class="secret">${s.replace(/(.{4})(?=.)/g,"$1 ")}</code></p>
        ${R({name:"code",label:t.codeFromApp,autocomplete:"one-time-code",isRequired:!0},o)}`,confirm:t.turnOn,act:async o=>{let a=String(o.get("code")).trim(),{recovery_codes:l}=await h(p().POST("/v1/me/second-factor/confirm",{body:{code:a}}));wt(r,l),await r.changed("second_factor",t.secondFactorOn)}})}function Vr(r){let{t:s}=r;r.dialog.ask({title:s.newRecoveryCodes,body:e=>n`<p>${s.oldCodesEnd}</p>
        ${kt(r,!0,e)}`,confirm:s.newRecoveryCodes,act:async e=>{let{recovery_codes:t}=await h(p().POST("/v1/me/second-factor/recovery-codes",{body:pe(e)}));wt(r,t),await r.changed("recovery_codes",s.codesReplaced)}})}function Jr(r){let{t:s}=r;r.dialog.ask({title:s.turnOffSecondFactor,body:e=>n`<p>${s.turnOffMeans}</p>
        ${kt(r,!0,e)}`,confirm:s.turnOff,isDangerous:!0,act:async e=>{await p().POST("/v1/me/second-factor/disable",{body:pe(e)}),await r.changed("second_factor",s.secondFactorOff)}})}var Ke=class{constructor(s){this.element=s}#e;#t;async read(){this.#t=void 0;try{this.#e=(await h(p().GET("/v1/sessions"))).data}catch(s){this.#t=s}this.element.requestUpdate()}render(s){let e=this.#e,t=e?.filter(({current:i})=>!i).length??0;return n`<section class="card" aria-labelledby="sessions">
      <div class="head">
        <h2 id="sessions">${s.sessions}</h2>
        ${t>0?n`<button type="button" class="small" @click=${()=>this.#i(s)}>${s.endOthers}</button>`:d}
      </div>
      ${this.#t!==void 0?U(this.#t,s,()=>{this.read()}):e?this.#s(e,s):A(s,2)}
    </section>`}#s(s,e){return n`<ul class="stack plain">
      ${s.map(t=>n`<li class="head">
            <div>
              <strong>${xt(t.user_agent,e)}</strong>
              ${t.current?n`<span class="badge good">${e.thisSession}</span>`:d}
              <div class="small muted" title=${t.user_agent??""}>
                ${t.source_ip??""} · ${e.lastUsed} ${$(t.last_used_at,!0)}
              </div>
            </div>
            ${t.current?d:n`<button
                    type="button"
                    class="small"
                    aria-label=${`${e.endSession}: ${xt(t.user_agent,e)}`}
                    @click=${()=>this.#r(t,e)}
                  >
                    ${e.endSession}
                  </button>`}
          </li>`)}
    </ul>`}#r(s,e){this.element.dialog.ask({title:e.endSession,body:()=>n`<p>${e.endSessionMeans(xt(s.user_agent,e))}</p>`,confirm:e.endSession,act:async()=>{await p().DELETE("/v1/sessions/{session}",{params:{path:{session:s.id}}}),await this.element.changed("sessions",e.sessionEnded)}})}#i(s){this.element.dialog.ask({title:s.endOthers,body:()=>n`<p>${s.endOthersMeans}</p>`,confirm:s.endOthers,act:async()=>{await p().DELETE("/v1/sessions"),await this.element.changed("sessions",s.sessionsEnded)}})}},Xr=[[/Edg\//,"Edge"],[/Firefox\//,"Firefox"],[/Chrome\//,"Chrome"],[/Safari\//,"Safari"]],Zr=[[/iPhone|iPad/,"iOS"],[/Android/,"Android"],[/Windows/,"Windows"],[/Mac OS/,"macOS"],[/Linux/,"Linux"]];function xt(r,s){return[Xr,Zr].map(t=>t.find(([i])=>i.test(r??""))?.[1]).filter(Boolean).join(" \xB7 ")||r?.split("/")[0]||s.unknownDevice}var ie=class extends b{constructor(){super(...arguments);this.dialog=new T(this);this.sessions=new Ke(this)}firstUpdated(){this.read()}render(){let{t:e,me:t,error:i}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${e.security}</h1></div>
      ${t?n`<div class="columns">${Ls(this)} ${Ns(this,t)}</div>
              ${this.sessions.render(e)}`:i===void 0?n`<div class="card">${A(e)}</div>`:U(i,e,()=>{this.read()})}
      ${this.dialog.render(e)}
    </div>`}async read(){this.error=void 0,this.sessions.read();try{this.me=await h(p().GET("/v1/me"))}catch(e){this.error=e}}async changed(e,t){this.say(t),this.send("usher-credentials",{what:e}),await this.read()}};ie.styles=[...b.styles,Be],m([v()],ie.prototype,"me",2),m([v()],ie.prototype,"error",2),ie=m([k("usher-security")],ie);var Rt="/v1/accounts/{account}/api-tokens/{token}";async function Gs(r){let{t:s,account:e,owner:t}=r,i=t===""?[]:await ei(e,t);r.dialog.ask({title:s.createApiToken,body:o=>n`<p class="muted">${s.apiTokenHint}</p>
        ${R({name:"name",label:s.name,hint:s.tokenNameHint,isRequired:!0},o)}
        ${R({name:"expires_at",label:s.expires,type:"date",hint:s.tokenExpiryHint},o)}
        ${i.length===0?d:n`<details>
                <summary>${s.limitPermissions}</summary>
                ${i.map(a=>n`<label class="choice">
                      <input type="checkbox" name="permissions" value=${a} />
                      <span>${de(r.rules,a,s)}</span>
                    </label>`)}
              </details>`}`,confirm:s.createApiToken,act:async o=>{let a=o.getAll("permissions").map(String),l={name:String(o.get("name")),...t&&{owner:t},...o.get("expires_at")&&{expires_at:String(o.get("expires_at"))},...a.length>0&&{permissions:a}},u={path:{account:e}};await _t(r,async()=>{let{token:g}=await h(p().POST("/v1/accounts/{account}/api-tokens",{params:u,body:l}));Tt(r,"created",g,s.tokenCreated)})}})}function js(r,s){let{t:e,account:t}=r;r.dialog.ask({title:e.replaceTokenNamed(s.name),body:()=>n`<p>${e.replaceTokenMeans}</p>`,confirm:e.replaceToken,act:()=>_t(r,async()=>{let i={path:{account:t,token:s.id}},o=await h(p().POST(`${Rt}/rotate`,{params:i,body:{}}));Tt(r,"rotated",o.token,e.tokenReplaced)})})}function Bs(r,s){let{t:e,account:t}=r;r.dialog.ask({title:e.showTokenNamed(s.name),body:()=>n`<p>${e.showTokenMeans}</p>`,confirm:e.showToken,act:()=>_t(r,async()=>{let i=await h(p().POST(`${Rt}/reveal`,{params:{path:{account:t,token:s.id}}}));Tt(r,"revealed",i.token,e.tokenShown)})})}function Ys(r,s){let{t:e,account:t}=r;r.dialog.ask({title:e.revokeToken(s.name),body:()=>n`<p>${e.revokeTokenMeans}</p>`,confirm:e.revoke,isDangerous:!0,act:async()=>{await p().DELETE(Rt,{params:{path:{account:t,token:s.id}}}),r.list.remove(s.id),r.say(e.tokenRevoked),r.send("usher-tokens",{action:"revoked"})}})}async function _t(r,s){let{t:e}=r;try{await s()}catch(t){if(!(t instanceof L)||t.code!=="proof_required")throw t;let i=await h(p().GET("/v1/me"));r.dialog.ask({title:e.proveTitle,body:o=>n`<p class="muted">${e.proveFirst}</p>
          ${R({name:"password",label:e.password,type:"password",autocomplete:"current-password"},o)}
          ${i.second_factor.enabled?R({name:"code",label:e.codeOrRecovery,autocomplete:"one-time-code"},o):d}`,confirm:e.next,act:async o=>{await p().POST("/v1/me/proof",{body:pe(o)}),await s()}})}}function Tt(r,s,e,t){let{t:i}=r,o=()=>navigator.clipboard.writeText(e).then(()=>r.say(i.copied)),a=r.rules?.policies.api_tokens?.display!=="again";r.dialog.ask({title:i.apiToken,body:()=>n`<p>${a?i.keepToken:i.keepTokenSafe}</p>
        <code class="secret notice" tabindex="0">${e}</code>
        <div class="actions start"><button type="button" @click=${o}>${i.copy}</button></div>`}),r.say(t),r.send("usher-tokens",{action:s}),r.reload()}async function ei(r,s){let e={path:{account:r,user:s}};return(await h(p().GET("/v1/accounts/{account}/users/{user}/access",{params:e})).catch(()=>{}))?.everywhere??[]}function Ks(r,s,e){let t=[e.name,...r.owner?[]:[e.owner],e.permissions,e.lastUsed,e.expires];return n`<table class="stacks" role="table">
    <caption class="hidden">
      ${e.apiTokens}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${t.map(i=>n`<th scope="col" role="columnheader">${i}</th>`)}
        <th scope="col" role="columnheader"><span class="hidden">${e.actionsHead}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${s.map(i=>ti(r,i,e))}
    </tbody>
  </table>`}function ti(r,s,e){let{rules:t,people:i}=r,o=l=>s.allowed_actions.includes(l),a=(l,u,g)=>n`<button type="button" class="small ${u}" aria-label=${`${l}: ${s.name}`} @click=${()=>g(s)}>
      ${l}
    </button>`;return n`<tr role="row">
    <th scope="row" role="rowheader">${s.name}</th>
    ${r.owner?d:n`<td role="cell" data-label=${e.owner}>${i.name(s.owner)??s.owner}</td>`}
    <td role="cell" data-label=${e.permissions}>
      ${s.permissions===null?e.allOfOwner:s.permissions.map(l=>n`<div>${de(t,l,e)}</div>`)}
    </td>
    <td role="cell" data-label=${e.lastUsed}>
      ${s.last_used_at===null?e.never:$(s.last_used_at,!0)}
    </td>
    <td role="cell" data-label=${e.expires}>${$(s.expires_at)}</td>
    <td role="cell" class="end">
      <div class="actions">
        ${o("reveal")?a(e.showToken,"",r.askReveal):d}
        ${o("rotate")?a(e.replaceToken,"",r.askRotate):d}
        ${o("revoke")?a(e.revoke,"warning",r.askRevoke):d}
      </div>
    </td>
  </tr>`}var V,Qs,St,Vs,Q=class extends b{constructor(){super(...arguments);y(this,V);this.owner="";this.mayCreate=!1;this.heading="1";this.list=new z(this,e=>c(this,V,Vs).call(this,e));this.dialog=new T(this);this.people=new te(this);this.askRotate=e=>js(this,e);this.askReveal=e=>Bs(this,e);this.askRevoke=e=>Ys(this,e)}willUpdate(e){!e.has("account")&&!e.has("owner")||(this.readRules().catch(()=>{}),this.reload())}render(){let{t:e,list:t,rules:i}=this,o=this.heading==="2",a=i?.policies.api_tokens?.who==="nobody",l=t.state==="failed"&&t.error.status===403,u=t.rows.length===0;return o&&(a||l||u&&!this.mayCreate)?n``:n`<div class="frame">
      ${this.announcement()}
      <div class="head">
        ${o?n`<h2 tabindex="-1">${e.apiTokens}</h2>`:n`<h1 tabindex="-1">${e.apiTokens}</h1>`}
        ${c(this,V,St).call(this,o?"small":"primary")}
      </div>
      ${o&&u?n`<p class="muted">${e.noApiTokensHint}</p>`:c(this,V,Qs).call(this,a)}
      ${this.dialog.render(e)}
    </div>`}async reload(){await this.list.restart(),await this.people.readUsers(this.account,[...new Set(this.list.rows.map(({owner:e})=>e))])}};V=new WeakSet,Qs=function(e){let{t,list:i}=this;return n`<section class="card flush" aria-label=${t.apiTokens}>
      ${e?I(t.noApiTokens,t.apiTokensOff):j(i,t,()=>I(t.noApiTokens,t.noApiTokensHint,c(this,V,St).call(this,"")),()=>Ks(this,i.rows,t))}
    </section>`},St=function(e){return this.mayCreate?n`<button type="button" class=${e} @click=${()=>Gs(this)}>
      + ${this.t.createApiToken}
    </button>`:d},Vs=function(e){let{account:t,owner:i}=this,o={...i&&{owner:i},...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/api-tokens",{params:{path:{account:t},query:o}}))},Q.styles=[...b.styles,Be],m([x()],Q.prototype,"owner",2),m([x({type:Boolean,attribute:"may-create"})],Q.prototype,"mayCreate",2),m([x()],Q.prototype,"heading",2),Q=m([k("usher-tokens")],Q);var be,S,Et,Js,Xs,Ut,Zs,Pt,er,ye=class extends b{constructor(){super(...arguments);y(this,S);this.mayCreate=!1;this.list=new z(this,e=>c(this,S,er).call(this,e));y(this,be,new T(this))}willUpdate(e){e.has("account")&&(this.readRules().catch(()=>{}),this.list.restart())}render(){let{t:e,list:t,rules:i}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${e.units}</h1>
        ${c(this,S,Et).call(this)}
      </div>
      <p class="muted">${e.unitsHint(i?.noun||e.unit)}</p>
      <section class="card flush" aria-label=${e.units}>
        ${j(t,e,()=>I(e.noUnits,e.noUnitsHint,c(this,S,Et).call(this)),()=>c(this,S,Js).call(this))}
      </section>
      ${f(this,be).render(e)}
    </div>`}};be=new WeakMap,S=new WeakSet,Et=function(){return this.mayCreate?n`<button type="button" class="primary" @click=${()=>c(this,S,Ut).call(this)}>+ ${this.t.createUnit}</button>`:d},Js=function(){let{t:e}=this;return n`<table class="stacks" role="table">
      <caption class="hidden">
        ${e.units}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">${e.name}</th>
          <th scope="col" role="columnheader">${e.status}</th>
          <th scope="col" role="columnheader">${e.added}</th>
          <th scope="col" role="columnheader"><span class="hidden">${e.actionsHead}</span></th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${this.list.rows.map(t=>c(this,S,Xs).call(this,t))}
      </tbody>
    </table>`},Xs=function(e){let{t}=this,i=a=>e.allowed_actions.includes(a),o=(a,l,u)=>n`<button type="button" class="small ${l}" aria-label=${`${a}: ${e.name}`} @click=${u}>
        ${a}
      </button>`;return n`<tr role="row">
      <th scope="row" role="rowheader">${e.name}</th>
      <td role="cell" data-label=${t.status}>
        <span class="badge ${e.status==="active"?"good":""}">${t.unitStatus[e.status]}</span>
      </td>
      <td role="cell" data-label=${t.added}>${$(e.created_at)}</td>
      <td role="cell" class="end">
        <div class="actions">
          ${i("update")?o(t.rename,"",()=>c(this,S,Ut).call(this,e)):d}
          ${i("retire")?o(t.retire,"warning",()=>c(this,S,Zs).call(this,e)):d}
        </div>
      </td>
    </tr>`},Ut=function(e){let{t,account:i}=this;f(this,be).ask({title:e?t.rename:t.createUnit,body:o=>R({name:"name",label:t.name,value:e?.name??"",isRequired:!0},o),confirm:e?t.save:t.createUnit,act:async o=>{let a={name:String(o.get("name"))},l={account:i,unit:e?.id??""},u=e?await h(p().PATCH("/v1/accounts/{account}/units/{unit}",{params:{path:l},body:a})):await h(p().POST("/v1/accounts/{account}/units",{params:{path:{account:i}},body:a}));c(this,S,Pt).call(this,u,t.saved)}})},Zs=function(e){let{t,account:i}=this;f(this,be).ask({title:t.retireUnit(e.name),body:()=>n`<p>${t.retireMeans}</p>`,confirm:t.retire,isDangerous:!0,act:async()=>{let o={path:{account:i,unit:e.id}};await p().DELETE("/v1/accounts/{account}/units/{unit}",{params:o}),c(this,S,Pt).call(this,await h(p().GET("/v1/accounts/{account}/units/{unit}",{params:o})),t.saved)}})},Pt=function(e,t){this.list.rows.some(({id:o})=>o===e.id)?this.list.replace(e):this.list.rows=[e,...this.list.rows],this.forgetRules(),this.say(t),this.send("usher-units",{unit:e}),this.requestUpdate()},er=function(e){let t=e===void 0?{}:{after:e};return h(p().GET("/v1/accounts/{account}/units",{params:{path:{account:this.account},query:t}}))},m([x({type:Boolean,attribute:"may-create"})],ye.prototype,"mayCreate",2),ye=m([k("usher-units")],ye);var si={active:"good",pending:"warn",deactivated:""},At=(r,s)=>n`<span class="badge ${si[r]}">${s.userStatus[r]}</span>`;function tr(r,s,e,t){let i=s.every(l=>r.isChosen(l)),o=s.some(l=>r.isChosen(l)),a=l=>r.choose(s,l.target.checked);return n`<table class="stacks" role="table">
    <caption class="hidden">
      ${t.users}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        <th class="tight" scope="col" role="columnheader">
          <label class="choice">
            <input type="checkbox" .checked=${i} .indeterminate=${o&&!i} @change=${a} />
            <span class="hidden">${t.selectAll}</span><span class="narrow" aria-hidden="true">${t.selectAll}</span>
          </label>
        </th>
        <th scope="col" role="columnheader">${t.user}</th>
        <th scope="col" role="columnheader">${t.role}</th>
        <th scope="col" role="columnheader">${t.status}</th>
        <th scope="col" role="columnheader">${t.secondFactor}</th>
        <th scope="col" role="columnheader">${t.lastActive}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${s.map(l=>ri(r,l,e,t))}
    </tbody>
  </table>`}function ri(r,s,e,t){let i=s.given_name!==null||s.family_name!==null,o=a=>r.choose([s],a.target.checked);return n`<tr role="row">
    <td class="tight" role="cell">
      <input type="checkbox" aria-label=${t.select(s.email)} .checked=${r.isChosen(s)} @change=${o} />
    </td>
    <th scope="row" role="rowheader">
      ${r.place(s)} ${s.external?n`<span class="badge">${t.external}</span>`:d}
      ${i?n`<div class="small muted">${s.email}</div>`:d}
    </th>
    <td role="cell" data-label=${t.role}>${N(s.grants,e,t)}</td>
    <td role="cell" data-label=${t.status}>${At(s.status,t)}</td>
    <td role="cell" data-label=${t.secondFactor}>${s.second_factor?t.on:t.off}</td>
    <td role="cell" data-label=${t.lastActive}>
      ${s.last_active_at===null?t.never:$(s.last_active_at)}
    </td>
  </tr>`}var Qe=class{constructor(s){this.element=s;this.permission="";this.unit=""}async ask(){let{element:s,permission:e,unit:t}=this,i={user:s.user,permission:e,...t&&{unit:t}},o={path:{account:s.account}};try{let{allowed:a,reason:l}=await h(p().POST("/v1/accounts/{account}/access/check",{params:o,body:i}));this.answer={allowed:a,why:s.t.reasons[l.code]??l.message}}catch(a){this.answer={allowed:!1,why:G(a,s.t)}}s.requestUpdate()}set(s){Object.assign(this,s),this.answer=void 0,this.element.requestUpdate()}};function sr(r,s){let{t:e,effective:t}=r;return t===void 0?d:n`<section class="card" aria-labelledby="access">
    <h2 id="access">${e.mayDo}</h2>
    ${t.changes_at===null?d:n`<p class="muted">${e.accessChanges} ${$(t.changes_at,!0)}</p>`}
    ${ii(r,t)} ${ni(r,s)}
  </section>`}function ii(r,{everywhere:s,units:e,status:t}){let{t:i,rules:o}=r,a=l=>n`<ul class="permissions">
      ${l.map(u=>n`<li>${de(o,u,i)}</li>`)}
    </ul>`;return s.length===0&&e.every(({permissions:l})=>l.length===0)?n`<p class="muted">${t==="active"?i.mayDoNothing:i.mayDoNothingYet}</p>`:n`${s.length>0?n`<details ?open=${s.length<=12}>
          <summary>${o?.choosesUnits?i.everywhere:i.inAccount} (${s.length})</summary>
          ${a(s)}
        </details>`:d}
  ${e.map(({unit:l,name:u,permissions:g})=>n`<details>
        <summary>${u??l} (${g.length})</summary>
        ${a(g)}
      </details>`)}`}function ni(r,s){let{t:e,rules:t}=r;if(t===void 0)return d;let i=t.model.resources.flatMap(l=>l.actions.map(u=>`${l.name}:${u.name}`)),o=l=>{l.preventDefault(),s.permission===""&&(s.permission=i[0]??""),s.ask()},a=l=>l.target.value;return n`<form class="toolbar" @submit=${o}>
      <div class="field grow">
        <label for="permission">${e.mayThey}</label>
        <select id="permission" @change=${l=>s.set({permission:a(l)})}>
          ${i.map(l=>n`<option value=${l}>${de(t,l,e)}</option>`)}
        </select>
      </div>
      ${t.units.length?n`<div class="field">
              <label for="in-unit">${t.noun}</label>
              <select id="in-unit" @change=${l=>s.set({unit:a(l)})}>
                <option value="">${e.anywhere}</option>
                ${t.units.map(({id:l,name:u})=>n`<option value=${l}>${u}</option>`)}
              </select>
            </div>`:d}
      <button type="submit">${e.check}</button>
    </form>
    <div role="status">
      ${s.answer?n`<p class=${s.answer.allowed?"said":"said fault"}>
              <span><strong>${s.answer.allowed?e.yes:e.no}</strong> ${s.answer.why}</span>
            </p>`:d}
    </div>`}function rr(r){let{t:s}=r;return!r.can("reset_credentials")&&!r.can("end_sessions")?d:n`<section class="card" aria-labelledby="credentials">
    <h2 id="credentials">${s.signingIn}</h2>
    <p class="muted">${s.credentialsHint}</p>
    <div class="actions start">
      ${r.can("reset_credentials")?n`<button type="button" @click=${()=>oi(r)}>${s.resetCredentials}</button>`:d}
      ${r.can("end_sessions")?n`<button type="button" @click=${()=>ai(r)}>${s.endSessions}</button>`:d}
    </div>
  </section>`}function oi(r){let{t:s,account:e,user:t}=r;r.dialog.ask({title:s.resetCredentials,body:()=>n`<p>${s.resetMeans(r.person?.email??"")}</p>
        <fieldset>
          <legend class="hidden">${s.resetWhat}</legend>
          <label class="choice"><input type="checkbox" name="password" checked /><span>${s.resetPassword}</span></label>
          <label class="choice"
            ><input type="checkbox" name="second_factor" /><span>${s.resetSecondFactor}</span></label
          >
        </fieldset>`,confirm:s.sendLinks,act:async i=>{let o={password:i.has("password"),second_factor:i.has("second_factor")},a={path:{account:e,user:t}},l=await h(p().POST("/v1/accounts/{account}/users/{user}/credential-resets",{params:a,body:o})),u=l.outcome==="invitation_sent"?s.invitationSentInstead:s.resetSent(l);await r.changed("reset_credentials",u)}})}function ai(r){let{t:s,account:e,user:t}=r;r.dialog.ask({title:s.endSessions,body:()=>n`<p>${s.endSessionsMeans(r.name)}</p>`,confirm:s.endSessions,act:async()=>{await p().DELETE("/v1/accounts/{account}/users/{user}/sessions",{params:{path:{account:e,user:t}}}),await r.changed("end_sessions",s.sessionsEnded)}})}function ir(r,s){let{t:e}=r,t=i=>s.allowed_actions.includes(i);return n`<section class="card" aria-labelledby="invitation">
    <div class="head">
      <h2 id="invitation">${e.invitation}</h2>
      ${Ne(s.status,e)}
    </div>
    <dl class="facts">
      <dt>${e.emailDelivery}</dt>
      <dd>${Ge(s,e)}</dd>
      <dt>${e.expires}</dt>
      <dd>${$(s.expires_at,!0)}</dd>
    </dl>
    ${s.renewal_requested_at===null?d:n`<p>${e.newLinkAskedFor} ${$(s.renewal_requested_at,!0)}</p>`}
    ${s.status==="lapsed"?n`<p class="muted">${e.lapsedMeans}</p>`:d}
    <div class="actions start">
      ${t("resend")?n`<button type="button" @click=${()=>li(r,s)}>${e.resendInvitation}</button>`:d}
      ${t("revoke")?n`<button type="button" class="warning" @click=${()=>di(r,s)}>
              ${e.revokeInvitation}
            </button>`:d}
    </div>
  </section>`}function li(r,s){let{t:e}=r;r.dialog.ask({title:e.resendInvitation,body:()=>n`<p>${e.resendMeans(s.email)}</p>`,confirm:e.resendInvitation,act:async()=>{await he(r.account,s.id),await r.changed("resend",e.invitationSent(s.email))}})}function di(r,s){let{t:e}=r;r.dialog.ask({title:e.revokeInvitation,body:()=>n`<p>${e.revokeMeans(s.email)}</p>`,confirm:e.revokeInvitation,isDangerous:!0,act:async()=>{await We(r.account,s.id),r.send("usher-removed",{user:s.user}),r.open({screen:"users",filters:{status:"pending"}})}})}function nr(r,s){let{t:e}=r,t=[r.can("reactivate")?n`<button type="button" class="primary" @click=${()=>pi(r,s)}>${e.reactivate}</button>`:d,r.can("deactivate")?n`<button type="button" class="warning" @click=${()=>ci(r,s)}>${e.deactivate}</button>`:d,r.can("remove")?n`<button type="button" class="warning" @click=${()=>ui(r,s)}>${e.removeUser}</button>`:d];return t.every(i=>i===d)?d:n`<section class="card" aria-labelledby="leaving">
    <h2 id="leaving">${e.accessToAccount}</h2>
    <p class="muted">${s.status==="deactivated"?e.isDeactivated:e.leavingHint}</p>
    <div class="actions start">${t}</div>
  </section>`}function ci(r,s){let{t:e,rules:t}=r,i=t?.policies.offboarding?.deactivation_clears_roles??!1;r.dialog.ask({title:e.deactivateUser(r.name),body:()=>n`<p>${e.deactivateMeans}</p>
        ${i?Ot(r,s,e.rolesAreTaken):n`<p>${e.rolesAreKept}</p>`}`,confirm:e.deactivateConfirm,isDangerous:!0,act:async()=>{await De(r.account,s.id),await r.changed("deactivate",e.userDeactivated)}})}function ui(r,s){let{t:e}=r;r.dialog.ask({title:e.removeUserNamed(r.name),body:()=>n`<p>${e.removeMeans}</p>
        ${Ot(r,s,e.rolesAreTaken)}
        <p>${e.canBeInvitedAgain}</p>`,confirm:e.removeUser,isDangerous:!0,act:async()=>{await fs(r.account,s.id),r.send("usher-removed",{user:s.id}),r.open({screen:"users"})}})}function pi(r,s){let{t:e,grants:t,rules:i}=r;if(!i)return;let o=s.grants.length===0;o&&t.begin(i,i.toUpdate),r.dialog.ask({title:e.reactivateUser(r.name),body:a=>n`<p>${e.reactivateMeans}</p>
        ${o?t.render(e,a):Ot(r,s,e.comesBackWith)}`,confirm:e.reactivate,wide:o,act:async()=>{await Fe(r.account,s.id,o?t.value():void 0),await r.changed("reactivate",e.userReactivated)}})}function Ot(r,s,e){return s.grants.length===0?d:n`<div>
    <p>${e}</p>
    <div class="notice">${N(s.grants,r.rules,r.t,!0)}</div>
  </div>`}function or(r,s){let{t:e}=r;return n`<section class="card" aria-labelledby="overview">
    <div class="head">
      <h2 id="overview">${e.overview}</h2>
      <div class="actions">
        ${r.can("update_names")?n`<button type="button" class="small" @click=${()=>mi(r,s)}>
                ${e.editName}
              </button>`:d}
        ${r.can("update_grants")?n`<button type="button" class="small" @click=${()=>hi(r,s)}>
                ${e.editRoles}
              </button>`:d}
      </div>
    </div>
    <dl class="facts">
      <dt>${e.givenName}</dt>
      <dd>${s.given_name??"\u2014"}</dd>
      <dt>${e.familyName}</dt>
      <dd>${s.family_name??"\u2014"}</dd>
      <dt>${e.email}</dt>
      <dd>${s.email}</dd>
      <dt>${e.role}</dt>
      <dd>${N(s.grants,r.rules,e,!0)}</dd>
      <dt>${e.added}</dt>
      <dd>${$(s.created_at)}</dd>
      ${s.activated_at===null?d:n`<dt>${e.activeSince}</dt>
              <dd>${$(s.activated_at)}</dd>`}
      <dt>${e.secondFactor}</dt>
      <dd>${s.second_factor?e.on:e.off}</dd>
      <dt>${e.lastActive}</dt>
      <dd>${s.last_active_at===null?e.never:$(s.last_active_at)}</dd>
    </dl>
  </section>`}function mi(r,s){let{t:e}=r;r.dialog.ask({title:e.editName,body:t=>Ie(e,s,t),confirm:e.save,act:async t=>{let i={given_name:String(t.get("given_name")),family_name:String(t.get("family_name"))};await lt(r.account,s.id,i,r.version),await r.changed("update_names",e.nameChanged)}})}function hi(r,s){let{t:e,grants:t,rules:i}=r;i&&(t.begin(i,i.toUpdate,s.grants),r.dialog.ask({title:e.editRoles,body:o=>n`<p class="muted">${e.rolesBind}</p>
        ${t.render(e,o)}`,confirm:e.save,wide:!0,act:async()=>{await He(r.account,s.id,t.value(),r.version),await r.changed("update_grants",e.rolesChanged)}}))}var ne,ar,lr,dr,D=class extends b{constructor(){super(...arguments);y(this,ne);this.user="";this.version="";this.dialog=new T(this);this.grants=new re(this);this.question=new Qe(this)}willUpdate(e){(e.has("account")||e.has("user"))&&this.read()}render(){let{t:e,person:t}=this;return n`<div class="frame">
      ${this.announcement()}
      <nav aria-label=${e.back}>${this.linkTo({screen:"users"},n`← ${e.users}`)}</nav>
      ${t?c(this,ne,ar).call(this,t):c(this,ne,dr).call(this)} ${this.dialog.render(e)}
    </div>`}can(e){return this.person?.allowed_actions.includes(e)??!1}get name(){return[this.person?.given_name,this.person?.family_name].filter(Boolean).join(" ")||this.person?.email||""}async read(){this.error=void 0;let e={account:this.account,user:this.user};try{let[t]=await Promise.all([p().GET("/v1/accounts/{account}/users/{user}",{params:{path:e}}),this.readRules()]);this.version=t.response.headers.get("etag")??"",this.person=t.data;let[i,o]=await Promise.all([h(p().GET("/v1/accounts/{account}/users/{user}/access",{params:{path:e}})).catch(()=>{}),this.person?.invitation?Le(this.account,this.person).catch(()=>{}):void 0]);this.effective=i,this.invitation=o}catch(t){this.error=t,this.person=void 0}}async changed(e,t){await this.read(),this.say(t),this.person&&this.send("usher-changed",{action:e,users:[this.person]})}};ne=new WeakSet,ar=function(e){let{t}=this;return n`<div class="head">
        <div>
          <h1 tabindex="-1">${this.name}</h1>
          <p class="muted">
            ${this.name===e.email?d:e.email} ${At(e.status,t)}
            ${e.external?n`<span class="badge">${t.external}</span>`:d}
          </p>
        </div>
      </div>
      <div class="columns">
        <div class="stack">
          ${or(this,e)} ${this.invitation?ir(this,this.invitation):d}
        </div>
        <div class="stack">${rr(this)} ${nr(this,e)}</div>
      </div>
      ${sr(this,this.question)} ${c(this,ne,lr).call(this)}`},lr=function(){let{t:e,account:t}=this;return n`<slot name="more"></slot>
      <usher-tokens
        account=${t}
        owner=${this.user}
        heading="2"
        ?may-create=${this.can("create_api_token")}
      ></usher-tokens>
      <usher-audit account=${t} target=${this.user} heading="2" label=${e.trailOf(this.name)}></usher-audit>`},dr=function(){let{t:e,error:t}=this;return t===void 0?n`<div class="card">${A(e)}</div>`:t instanceof L&&t.status===404?n`<div class="card">
        <h1 tabindex="-1">${e.noSuchUser}</h1>
        <p class="muted">${e.noSuchUserHint}</p>
      </div>`:U(t,e,()=>{this.read()})},D.styles=[...b.styles,ge],m([x()],D.prototype,"user",2),m([v()],D.prototype,"person",2),m([v()],D.prototype,"invitation",2),m([v()],D.prototype,"effective",2),m([v()],D.prototype,"error",2),D=m([k("usher-user")],D);var Se=[{name:"active",filters:{status:"active"}},{name:"pending",filters:{status:"pending"}},{name:"deactivated",filters:{status:"deactivated"}},{name:"external",filters:{external:"true"}},{name:"all",filters:{}}];function ur(r,s,e,t){return n`<div class="tabs" role="group" aria-label=${e.show}>
    ${Se.map(({name:i,filters:o})=>{let a=r.status===o.status&&r.external===o.external,{status:l,external:u,...g}=r;return n`<button type="button" aria-pressed=${a} @click=${()=>t({...g,...o})}>
        ${e.tabs[i]} ${s[i]===void 0?d:n`<span class="count">${s[i]}</span>`}
      </button>`})}
  </div>`}var fi=300,cr;function pr(r,s,e,t){let i=a=>{let l=a.target.value.trim();clearTimeout(cr),cr=setTimeout(()=>t({query:l}),a.type==="input"?fi:0)};return n`<search class="toolbar">
    <div class="field grow">
      <label for="query">${e.searchUsers}</label>
      <input id="query" type="search" autocomplete="off" .value=${r.query??""} @input=${i} />
    </div>
    ${o("role",e.role,e.anyRole,s?.model.roles.map(({name:a,title:l})=>[a,l])??[])}
    ${s?.units.length?o("unit",s.noun,e.anyUnit,s.units.map(({id:a,name:l})=>[a,l])):d}
  </search>`;function o(a,l,u,g){return n`<div class="field">
      <label for=${a}>${l}</label>
      <select id=${a} @change=${H=>t({[a]:H.target.value})}>
        <option value="">${u}</option>
        ${g.map(([H,Tr])=>n`<option value=${H??""} ?selected=${r[a]===H}>${Tr}</option>`)}
      </select>
    </div>`}}var vi=100,Ve=class{constructor(s){this.host=s;this.found={};this.#e=!1}#e;forget(){this.#e=!1}async read(s){if(this.#e||s==="")return;this.#e=!0;let e=Se.filter(({name:i})=>i!=="all").map(async({name:i,filters:o})=>{let a={limit:vi,...o.status?{status:o.status}:{external:!0}},l=await h(p().GET("/v1/accounts/{account}/users",{params:{path:{account:s},query:a}}));return[i,l.page.after==null?String(l.data.length):`${l.data.length}+`]}),t=await Promise.all(e.map(i=>i.catch(()=>{})));this.found=Object.fromEntries(t.filter(i=>i!==void 0)),this.host.requestUpdate()}};var Je=class{constructor(s){this.element=s}render(s,e,t){if(s.length===0)return d;let i=()=>this.element.choose(s,!1);return n`<div class="selection" role="group" aria-label=${t.selected(s.length)}>
      <strong>${t.selected(s.length)}</strong>
      ${this.#e(s,"update_grants",t.changeRole,()=>this.#i(s,e,t))}
      ${this.#e(s,"deactivate",t.deactivate,()=>this.#s(s,e,t))}
      ${this.#e(s,"reactivate",t.reactivate,()=>this.#r(s,e,t))}
      ${this.#t(s,t)}
      <button type="button" class="link" @click=${i}>${t.clearSelection}</button>
    </div>`}#e(s,e,t,i){let o=s.filter(a=>a.allowed_actions.includes(e)).length;return o===0?d:n`<button type="button" class="small" @click=${i}>${t} (${o})</button>`}#t(s,e){let t=s.filter(o=>o.status==="pending"&&o.invitation!==null);return t.length===0?d:n`<button type="button" class="small" @click=${async()=>{let a=(await ke(t,l=>Le(this.element.account,l))).done.filter(({result:l})=>l.allowed_actions.includes("resend"));this.#n(a.map(({one:l})=>l),e,{name:"resend",button:e.resendInvitation,question:e.resendSeveral,done:e.resentSeveral,act:async l=>{let u=a.find(({one:g})=>g===l)?.result;return await he(this.element.account,u.id),l}})}}>${e.resendInvitation} (${t.length})</button>`}#s(s,e,t){this.#n(Mt(s,"deactivate"),t,{name:"deactivate",button:t.deactivate,question:t.deactivateSeveral,body:()=>n`<p>${t.deactivateMeans}</p>
          ${e?.policies.offboarding?.deactivation_clears_roles?n`<p>${t.rolesAreTaken}</p>`:d}`,done:t.deactivatedSeveral,act:i=>De(this.element.account,i.id),isDangerous:!0})}#r(s,e,t){let{grants:i}=this.element,o=Mt(s,"reactivate"),a=o.some(l=>l.grants.length===0);e&&a&&i.begin(e,e.toUpdate),this.#n(o,t,{name:"reactivate",button:t.reactivate,question:t.reactivateSeveral,body:()=>n`<p>${t.reactivateMeans}</p>
          ${a?i.render(t):d}`,done:t.reactivatedSeveral,act:l=>Fe(this.element.account,l.id,l.grants.length===0?i.value():void 0)})}#i(s,e,t){if(!e)return;let{grants:i}=this.element;i.begin(e,e.toUpdate),this.#n(Mt(s,"update_grants"),t,{name:"update_grants",button:t.changeRole,question:t.changeRoleSeveral,body:()=>n`<p>${t.changeRoleMeans}</p>
          ${i.render(t)}`,done:t.changedSeveral,act:o=>He(this.element.account,o.id,i.value())})}#n(s,e,t){let{dialog:i}=this.element;if(s.length===0)return this.element.say(e.nothingToDo,!0);i.ask({title:t.question(s.length),body:()=>n`${t.body?.()??d}
          <ul class="names small">
            ${s.map(({email:o})=>n`<li>${o}</li>`)}
          </ul>`,confirm:t.button,isDangerous:t.isDangerous??!1,act:async()=>{let{done:o,failed:a}=await ke(s,t.act);if(o.length===0&&a[0])throw a[0].error;let l=a.map(({one:u,error:g})=>n`<li>${u.email}: ${G(g,e)}</li>`);l.length>0&&i.ask({title:e.notForAll(l.length),body:()=>n`<ul class="stack">
                ${l}
              </ul>`}),this.element.show(t.name,o.map(({result:u})=>u),t.done(o.length))}})}},Mt=(r,s)=>r.filter(e=>e.allowed_actions.includes(s));var ae,Ze,q,Ct,mr,Xe,hr,oe=class extends b{constructor(){super(...arguments);y(this,q);this.filters={};this.selected=new Set;this.list=new z(this,e=>c(this,q,hr).call(this,e));this.dialog=new T(this);this.grants=new re(this);y(this,ae,new Ve(this));y(this,Ze,new Je(this))}willUpdate(e){!e.has("account")&&!e.has("filters")||(this.selected=new Set,e.has("account")&&(this.rules=void 0,f(this,ae).forget(),this.readRules().catch(()=>{})),this.list.restart().then(()=>f(this,ae).read(this.account)))}render(){let{t:e,list:t}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${e.users}</h1>
        ${c(this,q,Ct).call(this)}
      </div>
      <section class="card flush" aria-label=${e.users}>
        ${ur(this.filters,f(this,ae).found,e,i=>c(this,q,Xe).call(this,i))}
        ${pr(this.filters,this.rules,e,i=>c(this,q,Xe).call(this,{...this.filters,...i}))}
        ${f(this,Ze).render(this.chosen,this.rules,e)}
        ${j(t,e,()=>c(this,q,mr).call(this),()=>tr(this,t.rows,this.rules,e))}
      </section>
      ${this.dialog.render(e)}
    </div>`}get chosen(){return this.list.rows.filter(e=>this.selected.has(e.id))}isChosen(e){return this.selected.has(e.id)}choose(e,t){let i=new Set(this.selected);for(let{id:o}of e)t?i.add(o):i.delete(o);this.selected=i}place(e){let t=[e.given_name,e.family_name].filter(Boolean).join(" ");return this.linkTo({screen:"user",user:e.id},t||e.email)}show(e,t,i){let{status:o}=this.filters;for(let a of t)o&&a.status!==o?this.list.remove(a.id):this.list.replace(a);this.selected=new Set,this.say(i),this.send("usher-changed",{action:e,users:t}),f(this,ae).forget(),f(this,ae).read(this.account)}};ae=new WeakMap,Ze=new WeakMap,q=new WeakSet,Ct=function(e=`+ ${this.t.inviteUsers}`){return this.rules?.toInvite.length?this.linkTo({screen:"invite"},e,"primary button"):d},mr=function(){let{t:e}=this,{query:t,role:i,unit:o}=this.filters;if(t||i||o){let l=()=>c(this,q,Xe).call(this,{...this.filters,query:"",role:"",unit:""});return I(e.nobodyFound,e.nobodyFoundHint,n`<button type="button" @click=${l}>${e.clearFilters}</button>`)}let a=Se.find(({filters:l})=>l.status===this.filters.status&&l.external===this.filters.external);return I(e.nobody[a?.name??"all"],e.nobodyHint[a?.name??"all"],c(this,q,Ct).call(this,e.inviteUsers))},Xe=function(e){let t=Object.entries(e).filter(([,i])=>i!==""&&i!==void 0);this.filters=Object.fromEntries(t),this.send("usher-filters",this.filters)},hr=function(e){let{external:t,...i}=this.filters,o={...i,...t&&{external:!0},...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/users",{params:{path:{account:this.account},query:o}}))},oe.styles=[...b.styles,ge],m([x({attribute:!1})],oe.prototype,"filters",2),m([v()],oe.prototype,"selected",2),oe=m([k("usher-users")],oe);var It=["users","invite","invitations","user","roles","units","account","tokens","audit","me","security"];function qt(r){let[s="",e=""]=r.replace(/^#/,"").split("?"),[,t="",i="",o=""]=s.split("/");return{account:t,screen:It.find(a=>a===i)??"users",id:o,filters:Object.fromEntries(new URLSearchParams(e))}}function J({account:r,screen:s,id:e="",filters:t={}}){let i=new URLSearchParams(Object.entries(t).filter(([,o])=>o!=="")).toString();return`#/${r}/${s}${e&&`/${e}`}${i&&`?${i}`}`}var X=(r,s)=>r.permissions?.[s]!==void 0,fr=()=>!0,zt=r=>X(r,"users:read"),gi={users:zt,invite:r=>X(r,"users:invite"),invitations:zt,user:(r,s)=>zt(r)||r.user?.id===s,roles:r=>r.permissions!==void 0,units:r=>X(r,"units:manage"),account:r=>r.permissions!==void 0,tokens:r=>X(r,"api_tokens:manage")||X(r,"api_tokens:manage:own"),audit:r=>X(r,"audit:read"),me:fr,security:fr},Dt=(r,s,e="")=>gi[r](s,e);function vr(r,s){if(s.suspended)return bi(M().suspended,M().suspendedHint);let{screen:e,id:t,filters:i}=r.route,o=e==="me"||e==="security";if(s.second_factor_required&&!o)return yi(s);let a=H=>r.keep(H.detail),l=H=>r.openAccount(H.detail.account),u=()=>{r.read()},g=s.id;return{users:()=>n`<usher-users account=${g} .filters=${i} @usher-filters=${a}></usher-users>`,invite:()=>n`<usher-invite account=${g}></usher-invite>`,invitations:()=>n`<usher-invitations account=${g} .filters=${i} @usher-filters=${a}></usher-invitations>`,user:()=>n`<usher-user account=${g} user=${t}></usher-user>`,roles:()=>n`<usher-roles account=${g}></usher-roles>`,units:()=>n`<usher-units account=${g} ?may-create=${X(s,"units:manage")}></usher-units>`,account:()=>n`<usher-account
        account=${g}
        ?may-update=${X(s,"account:update")}
        @usher-account-changed=${u}
      ></usher-account>`,tokens:()=>n`<usher-tokens
        account=${g}
        owner=${X(s,"api_tokens:manage")?"":s.user?.id??""}
        ?may-create=${s.user?.allowed_actions.includes("create_api_token")}
      ></usher-tokens>`,audit:()=>n`<usher-audit account=${g} .filters=${i} @usher-filters=${a}></usher-audit>`,me:()=>n`<usher-profile account=${g} @usher-account=${l} @usher-profile=${u}></usher-profile>`,security:()=>n`<usher-security account=${g} @usher-credentials=${u}></usher-security>`}[Dt(e,s,t)?e:"me"]()}function yi(r){let s=M();return n`<div class="card">
    <div class="notice empty">
      <p class="title">${s.secondFactorNeeded(r.name)}</p>
      <p>${s.secondFactorHint}</p>
      <a class="primary" href=${J({account:r.id,screen:"security"})}>${s.setUpSecondFactor}</a>
    </div>
  </div>`}function bi(r,s){return n`<div class="card">
    <div class="notice empty">
      <p class="title">${r}</p>
      <p>${s}</p>
    </div>
  </div>`}function yr(r,s){let e=M(),t=r.me?.accounts??[],i=a=>r.openAccount(a.target.value),o=a=>Lt(a.target.value);return n`<header>
    <button type="button" class="skip" @click=${()=>r.skip()}>${e.skip}</button>
    <a
      class="product"
      href=${s?J({account:s.id,screen:"users",filters:{status:"active"}}):"#"}
    >
      ${s?.product_name??"Usher"}
    </a>
    ${t.length>1?n`<select class="accounts" aria-label=${e.accountInUse} @change=${i}>
            ${ot(t.map(({id:a,name:l})=>[a,l]),s?.id)}
          </select>`:n`<span class="account-name">${s?.name??""}</span>`}
    <span class="space"></span>
    <select class="language" aria-label=${e.language} @change=${o}>
      ${ot(Object.entries(rt),W.tag)}
    </select>
    ${r.me?n`<button type="button" class="small" @click=${()=>r.signOut()}>${e.signOut}</button>`:d}
  </header>`}var $i=["invite","user"],gr=["me","security"];function br(r,s){let e=M(),t=It.filter(o=>!$i.includes(o)&&Dt(o,r)),i=o=>{let a=s.screen===o||o==="users"&&["user","invite"].includes(s.screen),l=o==="users"?{status:"active"}:{};return n`<li>
      <a href=${J({account:r.id,screen:o,filters:l})} aria-current=${a?"page":d}>
        ${e.screens[o]}
      </a>
    </li>`};return n`<nav class="side" aria-label=${e.navigation}>
    <ul>
      ${t.filter(o=>!gr.includes(o)).map(i)}
    </ul>
    <ul>
      ${gr.map(i)}
    </ul>
  </nav>`}var et=class{constructor(s){this.host=s;s.addController(this),this.#e=new T(s)}#e;#t;hostConnected(){}again(s){let e=M();return this.#e.ask({title:e.signInAgain,body:t=>n`<p class="muted">${e.sessionOver}</p>
          ${R({name:"email",label:e.email,type:"email",value:s,autocomplete:"username"},t)}
          ${R({name:"password",label:e.password,type:"password",autocomplete:"current-password"},t)}`,confirm:e.signIn,act:t=>this.#s(t)}),new Promise(t=>this.#t=t)}render(){return n`<div @close=${{handleEvent:()=>this.#i(!1),capture:!0}}>${this.#e.render(M())}</div>`}async#s(s){let e={email:String(s.get("email")),password:String(s.get("password")),cookie:!0},t=await h(p().POST("/v1/sessions",{body:e}));if(t.outcome==="signed_in")return this.#i(!0);this.#r(t.second_factor.challenge)}#r(s){let e=M();this.#e.ask({title:e.secondFactor,body:t=>R({name:"code",label:e.codeOrRecovery,autocomplete:"one-time-code",hint:e.codeHint},t),confirm:e.signIn,act:async t=>{let{password:i,...o}=pe(t);await p().POST("/v1/sessions/second-factor",{body:{challenge:s,...o,cookie:!0}}),this.#i(!0)}})}#i(s){this.#t?.(s),this.#t=void 0,this.host.requestUpdate()}};var $r=E`
  :host {
    background: var(--_sunken);
    display: grid;
    grid-template-rows: auto 1fr;
    min-block-size: 100dvh;
  }

  .skip {
    background: var(--_accent);
    border-radius: 0 0 var(--_radius) 0;
    color: var(--_on-accent);
    inset-block-start: -4rem;
    inset-inline-start: 0;
    padding: 0.6rem 1rem;
    position: absolute;
    z-index: 2;
  }

  .skip:focus {
    inset-block-start: 0;
  }

  header {
    align-items: center;
    background: var(--_surface);
    border-block-end: 1px solid var(--_line);
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem 1rem;
    min-inline-size: 0;
    padding: 0.6rem clamp(0.9rem, 2.5vw, 1.5rem);
  }

  .product {
    color: inherit;
    font-size: 1.0625rem;
    font-weight: 700;
    max-inline-size: 16rem;
    overflow: hidden;
    text-decoration: none;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .account-name {
    color: var(--_muted);
    max-inline-size: 20rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  header .accounts {
    flex: 0 1 16rem;
    inline-size: auto;
  }

  header .language {
    flex: 0 0 auto;
    inline-size: auto;
    min-block-size: 1.875rem;
    padding-block: 0.1rem;
  }

  .space {
    flex: 1 1 0;
  }

  .body {
    align-items: start;
    display: grid;
    gap: clamp(1rem, 2.5vw, 2rem);
    grid-template-columns: 12.5rem minmax(0, 1fr);
    inline-size: 100%;
    margin-inline: auto;
    max-inline-size: 84rem;
    padding: clamp(0.9rem, 2.5vw, 1.75rem);
  }

  .body.alone {
    grid-template-columns: minmax(0, 1fr);
  }

  main:focus {
    outline: none;
  }

  .side {
    inset-block-start: 1.5rem;
    position: sticky;
  }

  .side ul {
    display: grid;
    gap: 0.15rem;
    list-style: none;
    padding: 0;
  }

  .side a {
    border-radius: var(--_radius);
    color: var(--_text);
    display: block;
    font-weight: 500;
    padding: 0.45rem 0.75rem;
    text-decoration: none;
  }

  .side a:hover {
    background: color-mix(in srgb, var(--_text) 7%, transparent);
  }

  .side a[aria-current] {
    background: color-mix(in srgb, var(--_accent) 14%, transparent);
    color: var(--_accent);
    font-weight: 650;
  }

  .side ul + ul {
    border-block-start: 1px solid var(--_line);
    margin-block-start: 0.6rem;
    padding-block-start: 0.6rem;
  }

  @media (max-width: 40rem) {
    header .space {
      display: none;
    }

    .product {
      flex: 1 1 8rem;
    }

    header button {
      order: 1;
    }

    header .accounts,
    .account-name,
    header .language {
      order: 2;
    }

    header .accounts,
    .account-name {
      flex: 1 1 8rem;
    }
  }

  @media (max-width: 52rem) {
    .body {
      grid-template-columns: minmax(0, 1fr);
    }

    .side {
      inset-block-start: 0;
      margin-inline: calc(-1 * clamp(0.9rem, 2.5vw, 1.75rem));
      margin-block-start: calc(-1 * clamp(0.9rem, 2.5vw, 1.75rem));
      overflow-x: auto;
      padding: 0.4rem clamp(0.9rem, 2.5vw, 1.75rem);
      position: static;
      background: var(--_surface);
      border-block-end: 1px solid var(--_line);
    }

    .side,
    .side ul {
      display: flex;
    }

    .side ul {
      flex: none;
    }

    .side ul + ul {
      border: 0;
      margin: 0;
      padding: 0;
    }

    .side li {
      flex: none;
    }

    .side a {
      padding-inline: 0.6rem;
      white-space: nowrap;
    }
  }
`;var Ft="/sign-in",Ee,F,wr,kr,xr,Ue,Pe,Ht,le=class extends Ae{constructor(){super(...arguments);y(this,F);this.route=qt(location.hash);y(this,Ee,new et(this));y(this,Ue,()=>{let e=this.route;this.route=qt(location.hash),c(this,F,Ht).call(this),!(e.screen===this.route.screen&&e.id===this.route.id)&&this.updateComplete.then(()=>{scrollTo(0,0),this.renderRoot.querySelector("main")?.focus()})});y(this,Pe,()=>this.requestUpdate())}connectedCallback(){super.connectedCallback(),tt({href:e=>c(this,F,xr).call(this,e),signIn:()=>c(this,F,wr).call(this)}),addEventListener("hashchange",f(this,Ue)),W.addEventListener("change",f(this,Pe)),this.read()}disconnectedCallback(){super.disconnectedCallback(),removeEventListener("hashchange",f(this,Ue)),W.removeEventListener("change",f(this,Pe))}render(){let{account:e}=this;return n`${yr(this,e)}
      <div class=${e?"body":"body alone"}>
        ${e?br(e,this.route):d}
        <main tabindex="-1">${c(this,F,kr).call(this,e)}</main>
      </div>
      ${f(this,Ee).render()}`}get account(){let e=this.me?.accounts??[];return e.find(({id:t})=>t===this.route.account)??e.find(({suspended:t})=>!t)??e[0]}async read(){this.error=void 0;try{this.me=await h(p().GET("/v1/me")),c(this,F,Ht).call(this)}catch(e){e instanceof L&&e.code==="second_factor_required"&&location.replace(Ft),this.error=e}}openAccount(e){Oe(),location.hash=J({account:e,screen:this.route.screen==="user"?"users":this.route.screen})}keep(e){let{screen:t,id:i}=this.route,o=this.account?.id??"";history.replaceState(null,"",J({account:o,screen:t,id:i,filters:e})),this.route={...this.route,filters:e}}async signOut(){await p().DELETE("/v1/sessions/current").catch(()=>{}),location.replace(Ft)}skip(){this.renderRoot.querySelector("main")?.focus()}};Ee=new WeakMap,F=new WeakSet,wr=async function(){return this.me?f(this,Ee).again(this.me.email):(location.replace(Ft),!1)},kr=function(e){let t=M();return this.error!==void 0?this.error instanceof L&&this.error.status===401?n`<p>${t.signedOut}</p>`:U(this.error,t,()=>{this.read()}):this.me?e?vr(this,e):n`<div class="notice empty">
        <p class="title">${t.noAccount}</p>
        <p>${t.noAccountHint}</p>
      </div>`:n`<div class="card">${A(t)}</div>`},xr=function(e){let t=e.screen==="user"?e.user:"",i=e.screen==="user"?{}:e.filters??(e.screen==="users"?{status:"active"}:{});return J({account:this.account?.id??"",screen:e.screen,id:t,filters:i})},Ue=new WeakMap,Pe=new WeakMap,Ht=function(){let{account:e}=this;document.title=[M().screens[this.route.screen],e?.name,e?.product_name].filter(Boolean).join(" \xB7 ")},le.styles=[...Ce,$r],m([v()],le.prototype,"me",2),m([v()],le.prototype,"route",2),m([v()],le.prototype,"error",2),le=m([k("usher-console")],le);await it(nt());document.documentElement.lang=nt();var Rr=document.createElement("usher-console"),_r=document.getElementById("page");_r?_r.replaceWith(Rr):document.body.append(Rr);
