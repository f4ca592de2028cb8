export { useVirtualizer as useRows } from '@tanstack/react-virtual';
