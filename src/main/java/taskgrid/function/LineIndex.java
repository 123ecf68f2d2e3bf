package taskgrid.function;

/**
 * Finds lines by the bytes that they begin with: a hash table of offsets into the text that holds
 * the lines. A key is followed by a colon there.
 */
final class LineIndex {
  private final byte[] text;

  /** Offset + 1 of a line's beginning, 0 where free; at most half are taken. */
  private final int[] slots;

  private int size;

  LineIndex(byte[] text, int lines) {
    this.text = text;
    this.slots = new int[Math.max(2, Integer.highestOneBit(Math.max(1, lines)) << 2)];
  }

  int size() {
    return size;
  }

  /** The offset of the line that begins with these bytes and a colon; -1 if there is none. */
  int find(byte[] key, int from, int to) {
    return slots[slot(key, from, to)] - 1;
  }

  /** Adds the line at this offset, whose key ends before {@code to}, unless one has that key. */
  void add(int offset, int to) {
    int slot = slot(text, offset, to);
    if (slots[slot] == 0) {
      slots[slot] = offset + 1;
      size++;
    }
  }

  /** Where the key is, or where it would be put. */
  private int slot(byte[] key, int from, int to) {
    int slot = hash(key, from, to) & (slots.length - 1);
    while (slots[slot] != 0 && !isAt(slots[slot] - 1, key, from, to)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isAt(int offset, byte[] key, int from, int to) {
    if (offset + to - from >= text.length) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text[offset + i - from] != key[i]) {
        return false;
      }
    }
    return text[offset + to - from] == ':';
  }

  private static int hash(byte[] key, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + key[i];
    }
    hash *= 0x9E3779B9; // neighbours in text shall not be neighbours in the table
    return hash ^ hash >>> 15;
  }
}
