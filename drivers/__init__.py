"""Metal: bytes in, bytes out; no business."""
