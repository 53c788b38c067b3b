// The screen that invites people.

import { css } from "lit";

export const invite = css`
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

    table.rows tr {
      display: grid;
      gap: 0 0.75rem;
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }

    table.rows td[data-label] {
      align-content: start;
      gap: 0.1rem;
      grid-template-columns: 1fr;
      justify-items: stretch;
    }

    table.rows td[data-label] > * {
      grid-column: 1;
    }

    table.rows td:first-child {
      grid-column: 1 / -1;
    }

    table.rows td.end {
      align-self: end;
    }
  }
`;
