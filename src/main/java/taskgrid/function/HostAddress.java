package taskgrid.function;

/** Four dotted numbers and a colon, which is how a host command begins. */
final class HostAddress {
  private HostAddress() {}

  /** The index of the colon behind four dotted numbers; -1 if the bytes do not begin so. */
  static int colon(byte[] b, int from, int to) {
    int i = from;
    for (int number = 1; number <= 4; number++) {
      int digits = i;
      while (i < to && b[i] >= '0' && b[i] <= '9') {
        i++;
      }
      if (i == digits || i == to || b[i] != (number < 4 ? '.' : ':')) {
        return -1;
      }
      i++;
    }
    return i - 1;
  }
}
