// The console: routes, and a frame around the elements.

export {};
