// The matrix of roles and permissions.

import { css } from "lit";

export const roles = css`
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
`;
