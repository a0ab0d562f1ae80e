import '../../ui/theme.css';
import '../../options/options.css';
import { connectOptions } from '../../options/connect.ts';
import { drawOptions } from '../../options/draw.tsx';
import { readWantedHost } from '../../options/route.ts';

void drawOptions(document.getElementById('root')!, connectOptions(), readWantedHost(window.location));
