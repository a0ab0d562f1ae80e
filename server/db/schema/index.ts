export * from './connections.ts';
export * from './links.ts';
export * from './mirror.ts';
export * from './people.ts';
export * from './work.ts';
