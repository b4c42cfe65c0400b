// What InsightCard.tsx uses of HubSpot's package, so that it is checked here without it. Written after the types of
// @hubspot/ui-extensions 0.17.0; against those the card was checked once by hand, see README.md.
declare module '@hubspot/ui-extensions' {
  import type { ReactElement, ReactNode } from 'react';

  interface Context {
    readonly crm: { readonly objectId: number; readonly objectTypeId: string };
  }
  interface Actions {
    openIframeModal(
      modal: { uri: string; width: number; height: number; title?: string; flush?: boolean },
      onClose?: () => void,
    ): void;
  }
  export const hubspot: {
    extend<Point extends string>(
      render: (api: { context: Context; actions: Actions }) => ReactElement,
    ): Point | undefined;
    serverless<Answer>(
      name: string,
      options?: { parameters?: Record<string, string | number | boolean> },
    ): Promise<Answer>;
  };

  type Component<Props> = (props: Props & { children?: ReactNode }) => ReactElement;
  export const Alert: Component<{
    title: string;
    variant?: 'info' | 'warning' | 'success' | 'danger' | 'error';
  }>;
  export const Button: Component<{ onClick?: () => void; variant?: 'primary' | 'secondary' }>;
  export const Flex: Component<{ direction?: 'row' | 'column'; gap?: 'small' | 'medium' }>;
  export const LoadingSpinner: Component<{ label: string }>;
  export const Statistics: Component<object>;
  export const StatisticsItem: Component<{ label: string; number: string | number }>;
  export const Table: Component<object>;
  export const TableBody: Component<object>;
  export const TableCell: Component<object>;
  export const TableHead: Component<object>;
  export const TableHeader: Component<object>;
  export const TableRow: Component<object>;
  export const Text: Component<{ variant?: 'microcopy' }>;
}
