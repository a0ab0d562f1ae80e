export const panel = { product: 'Counterpart' } as const;
