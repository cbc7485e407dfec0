import styles from './Skeleton.module.css';

/** A quiet block where something is about to be. */
export const Skeleton = ({ height }: { height: number | string }) => <div className={styles['skeleton']} style={{ height }} />;
