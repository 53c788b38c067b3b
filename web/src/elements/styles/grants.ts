// The form of grants.

import { css } from "lit";

export const grants = css`
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
`;
