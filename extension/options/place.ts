import type { Route } from './route.ts';

/** What follows where: `moved` is null at the start, so that opening the page leaves the focus at its top. */
export interface PlaceProps {
  go: (route: Route) => void;
  moved: string | null;
}
