// How screens are laid out: headings with actions, cards, notices and dialogs.

import { css } from "lit";

export const layout = css`
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

  @container (max-width: 44rem) {
    .toolbar > .field {
      flex: 1 1 8rem;
    }
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
`;
