package taskgrid.job;

/** A piece of an input. The one thread that holds it may read it until it asks for the next. */
final class Block {
  final byte[] bytes;
  int length;

  /** Whether nothing of this input follows. */
  boolean endsInput;

  Block(int capacity) {
    bytes = new byte[capacity];
  }

  /** Takes as much as there is room for, and says how much. */
  int append(byte[] source, int from, int to) {
    int n = Math.min(to - from, bytes.length - length);
    System.arraycopy(source, from, bytes, length, n);
    length += n;
    return n;
  }

  boolean isEmpty() {
    return length == 0 && !endsInput;
  }

  boolean isFull() {
    return length == bytes.length || endsInput;
  }

  void clear() {
    length = 0;
    endsInput = false;
  }
}
