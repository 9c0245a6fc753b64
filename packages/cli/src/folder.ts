// What a command needs that is told its folder and nothing else: the schemas take longer to load than most commands to run.
export { dataFolder, hasSettings } from '@drawbridge/node';
