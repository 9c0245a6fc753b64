export { settingFault } from '../setting-fault.ts';
