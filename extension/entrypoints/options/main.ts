import '../../ui/theme.css';
import '../../options/options.css';
import { startOptions } from '../../options/start.tsx';

void startOptions(document.getElementById('root')!);
