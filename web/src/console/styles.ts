// The frame of the console.

import { css } from "lit";

export const frame = css`
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
    align-items: center;
    color: inherit;
    display: flex;
    font-size: 1.0625rem;
    font-weight: 700;
    gap: 0.6rem;
    max-inline-size: 20rem;
    min-inline-size: 0;
    text-decoration: none;
  }

  .product span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* Drawn for white. */
  .logo {
    background: #fff;
    border-radius: 0.25rem;
    block-size: 2rem;
    flex: 0 0 auto;
    max-inline-size: 7rem;
    object-fit: contain;
    padding: 0.125rem;
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
    align-content: start;
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
    box-shadow: inset 0.1875rem 0 var(--_accent);
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
`;
