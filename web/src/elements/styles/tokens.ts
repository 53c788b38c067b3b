// The colours and measures of all elements. A portal sets those that begin with `--usher-`.

import { css } from "lit";

export const tokens = css`
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

  [tabindex="-1"]:focus {
    outline: none;
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
`;
