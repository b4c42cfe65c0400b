import { defineFrame } from './frame/aicrm-frame.js';

// For hosts that show elements in a frame: it defines <aicrm-frame>, whose page lies beside this script.
export { connectFrame, type FrameHost, type FrameHostOptions } from './frame/host.js';

defineFrame(new URL('frame', import.meta.url).href);
