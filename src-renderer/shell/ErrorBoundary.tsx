import { Component } from 'react';
import type { ReactNode } from 'react';
import { ErrorState } from '../ui/ErrorState.tsx';

interface State {
  failed: boolean;
  error: unknown;
}

/** A screen that breaks leaves the rail, the top bar and the other screens as they are. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { failed: false, error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { failed: true, error };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <ErrorState error={this.state.error} onRetry={() => this.setState({ failed: false, error: null })} />;
  }
}
