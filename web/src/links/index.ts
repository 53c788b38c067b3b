// The pages behind the links of emails, and the page for signing in.

export {};
