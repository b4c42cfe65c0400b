import { fail, ok, type Result } from '@aicrm/schema/result';
import { messageOf, type NetworkError, networkError } from './network-error.js';

/** What the browser says about the adapter; browsers leave out what could tell visitors apart. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** A processor plays the graphics card. */
  readonly software: boolean;
}

/** The parts of WebGPU's GPUDevice and GPUAdapter that are used here; this package has no browser types. */
export interface GpuDevice {
  readonly lost: Promise<{ readonly reason?: string; readonly message?: string }>;
  destroy(): void;
}

type RawInfo = Partial<Record<'vendor' | 'architecture' | 'device' | 'description', string>> & {
  readonly isFallbackAdapter?: boolean;
};

interface GpuAdapter {
  readonly info?: RawInfo;
  readonly isFallbackAdapter?: boolean;
  readonly limits: Readonly<Record<string, number>>;
  readonly features: { has(name: string): boolean };
  requestDevice(wanted: {
    requiredLimits: Record<string, number>;
    requiredFeatures: string[];
  }): Promise<GpuDevice>;
}

interface Gpu {
  requestAdapter(): Promise<GpuAdapter | null>;
}

export interface OpenedDevice {
  readonly device: GpuDevice;
  readonly adapter: AdapterInfo;
}

/** Not every browser marks software adapters; these are the names of those that exist. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|software/i;

/** What ONNX Runtime's kernels make use of where the adapter has more than WebGPU's guaranteed minimum. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBuffersPerShaderStage',
];

export function describeAdapter(adapter: Pick<GpuAdapter, 'info' | 'isFallbackAdapter'>): AdapterInfo {
  const {
    vendor = '',
    architecture = '',
    device = '',
    description = '',
    isFallbackAdapter,
  } = adapter.info ?? {};
  const software =
    isFallbackAdapter === true ||
    adapter.isFallbackAdapter === true ||
    SOFTWARE.test(`${architecture} ${device} ${description}`);
  return { vendor, architecture, device, description, software };
}

const instead = "Open it with device: 'wasm'.";

/** A device of this page's graphics adapter; refuses one that is played by software unless that is allowed. */
export async function openGpuDevice(allowSoftware: boolean): Promise<Result<OpenedDevice, NetworkError>> {
  const { navigator } = globalThis as { readonly navigator?: { readonly gpu?: Gpu } };
  if (!navigator?.gpu) return fail(networkError('no-device', 'This browser or page has no WebGPU.', instead));
  try {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) return fail(networkError('no-device', 'WebGPU found no graphics adapter.', instead));
    const info = describeAdapter(adapter);
    if (info.software && !allowSoftware)
      return fail(
        networkError(
          'software-device',
          `WebGPU is played by software here (${info.architecture || info.description || 'fallback'}), slower than WebAssembly.`,
          instead,
        ),
      );
    const requiredLimits: Record<string, number> = {};
    for (const name of LIMITS) {
      const value = adapter.limits[name];
      if (value !== undefined) requiredLimits[name] = value;
    }
    const requiredFeatures = ['shader-f16', 'subgroups'].filter((name) => adapter.features.has(name));
    return ok({ device: await adapter.requestDevice({ requiredLimits, requiredFeatures }), adapter: info });
  } catch (error) {
    return fail(networkError('no-device', `WebGPU gave no device: ${messageOf(error)}`, instead));
  }
}
