import { Copy } from './Copy';
import styles from './Once.module.css';

/** A secret that is told this once, and a way to take it along. */
export function Once({ secret, note }: { secret: string; note: string }) {
  return (
    <div className={styles['once']} role="status">
      <p>{note}</p>
      <div className={styles['secret']}><code data-testid="secret">{secret}</code><Copy text={secret} autoFocus /></div>
    </div>
  );
}
