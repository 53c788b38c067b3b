// Tables, which become cards where there is no room, tabs and badges.

import { css } from "lit";

export const table = css`
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
    min-inline-size: 13rem;
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
      min-inline-size: 0;
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

    table.stacks td[data-label] > * {
      grid-column: 2;
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
`;
