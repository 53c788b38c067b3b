// The screen of one's own credentials.

import { css } from "lit";

export const security = css`
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
`;
