import { useEffect, useState } from 'react';
import { type Route, readRoute, routeHash } from './route.ts';

/** Where the page is, as its address says. Links are plain `#/…` links; `go` is for what follows a finished step. */
export function useRoute(): { route: Route; go(route: Route): void } {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const follow = () => setHash(window.location.hash);
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return {
    route: readRoute(hash),
    go(route) {
      window.location.hash = routeHash(route);
    },
  };
}
