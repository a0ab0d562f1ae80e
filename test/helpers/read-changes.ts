import { adConnection, readChanges } from './active-directory.ts';

// One round of changes in a process of its own: node read-changes.ts '{"controller", "directory", "cursor"}'
const { controller, directory, cursor } = JSON.parse(process.argv[2]!);
console.log(JSON.stringify(await readChanges(adConnection(controller), directory, cursor)));
