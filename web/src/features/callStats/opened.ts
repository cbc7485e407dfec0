/** Whose drawer the address opens: "guanke/3008"; the id itself may have slashes. */
export function opened(open: string | undefined): { source: string; id: string } | undefined {
  const cut = open?.indexOf('/') ?? -1;
  return open && cut > 0 && cut < open.length - 1 ? { source: open.slice(0, cut), id: open.slice(cut + 1) } : undefined;
}
