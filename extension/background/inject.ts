import { isRunning, type ScriptFile } from '../mount/running.ts';

export interface Target {
  tabId: number;
  allFrames: boolean;
}

/** What is used of `browser.scripting`: a question asked in each document, and a file run in some. */
export interface Scripting {
  executeScript(question: {
    target: Target;
    func: (file: ScriptFile) => boolean;
    args: [ScriptFile];
  }): Promise<{ frameId: number; result?: unknown }[]>;
  executeScript(file: { target: { tabId: number; frameIds: number[] }; files: ScriptFile[] }): Promise<unknown>;
}

/** Runs the script in those documents of a tab where it does not run yet. Throws where the tab may not be touched. */
export async function injectMissing(scripting: Scripting, target: Target, file: ScriptFile): Promise<void> {
  const documents = await scripting.executeScript({ target, func: isRunning, args: [file] });
  const frameIds = documents.filter(({ result }) => result !== true).map(({ frameId }) => frameId);
  if (frameIds.length === 0) return;
  await scripting.executeScript({ target: { tabId: target.tabId, frameIds }, files: [file] });
}
