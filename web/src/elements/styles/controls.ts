// Buttons, links and fields.

import { css } from "lit";

export const controls = css`
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
`;
