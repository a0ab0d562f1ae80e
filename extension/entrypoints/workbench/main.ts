import '../../ui/theme.css';
import '../../options/options.css';
import { settings } from '../../storage.ts';
import { drawWorkbench } from '../../workbench/draw.tsx';

drawWorkbench(document.getElementById('root')!, await settings.get(), 'options.html#/pairing');
