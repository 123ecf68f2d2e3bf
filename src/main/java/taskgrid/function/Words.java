package taskgrid.function;

/** Where words begin and end in bytes; blanks are spaces and tabs. */
final class Words {
  private Words() {}

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** The first index in {@code [from, to)} that is not blank, or {@code to}. */
  static int skipBlanks(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  /** The first index in {@code [from, to)} that is blank, or {@code to}. */
  static int wordEnd(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && !isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  /** Both parts with one space between them. */
  static byte[] join(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + 1 + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    both[first.length] = ' ';
    System.arraycopy(second, 0, both, first.length + 1, second.length);
    return both;
  }
}
